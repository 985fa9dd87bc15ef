from pathlib import Path

import pytest

from dingxin import playbook
from dingxin.engine.model import ACTS, DEMANDS, HOPES, KINDS, NEEDS, RISKS
from dingxin.playbook import LANGUAGES, PlaybookError, load_book, load_engine
from dingxin.playbook.validate import check_pack

HERE = Path(playbook.__file__).parent
GOOD = {"source": "us", "date": "2026-11-22", "of": "x", "speaker": "customer"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_says_where_it_comes_from_and_when(language):
    for name, table in load_book(language).tables.items():
        assert table["source"], name
        assert table["date"], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_cover_every_label(language):
    names = {group.name for speaker in ("customer", "agent") for group in load_book(language).groups(speaker)}
    wanted = {f"demand:{name}" for name in DEMANDS} | {f"risk:{name}" for name in RISKS} | {f"act:{name}" for name in ACTS}
    wanted |= {f"need:{name}" for name in NEEDS}
    assert wanted <= names


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_reason(language):
    reasons = load_book(language).tables["why"]["why"]
    wanted = {f"demand:{name}" for name in DEMANDS} | {f"risk:{name}" for name in RISKS} | {f"act:{name}" for name in ACTS}
    wanted |= {f"need:{name}" for name in NEEDS} | {f"hope:{name}" for name in HOPES} | {f"kind:{name}" for name in KINDS}
    wanted |= {"emotion:1", "emotion:2", "emotion:3", "grade:grumble", "grade:complaint", "grade:serious"}
    assert wanted <= set(reasons)
    assert all("{words}" in reasons[name] for name in wanted)


def test_reasons_are_worded_in_the_language_asked_for():
    assert load_book("zh", explain="en").why("demand:refund", "退款").endswith("asks for the money back.")
    assert "退款" in load_book("zh").why("demand:refund", "退钱")


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ({"date": "2026-11-22"}, "source"),
        ({"source": "us"}, "date"),
        ({**GOOD, "of": ""} | {"phrases": {"a": {"sure": ["b"]}}}, "'of'"),
        ({**GOOD, "speaker": "nobody"} | {"phrases": {"a": {"sure": ["b"]}}}, "'speaker'"),
        ({**GOOD, "phrases": {"a": {"certain": ["b"]}}}, "unknown keys"),
        ({**GOOD, "phrases": {"a": {"sure": [""]}}}, "empty phrase"),
        ({**GOOD, "phrases": {"a": {"hint": ["…"]}}}, "empty phrase"),
    ],
)
def test_a_broken_table_is_refused_with_its_name_and_the_reason(table, reason):
    with pytest.raises(PlaybookError, match=rf"zh/odd\.toml.*{reason}"):
        check_pack("zh", {"odd": table})


@pytest.mark.parametrize(
    "asked", [{"language": "fr"}, {"language": "zh", "industry": "mining"}, {"language": "zh", "explain": "fr"}]
)
def test_a_name_the_playbook_does_not_have_is_refused(asked):
    with pytest.raises(PlaybookError, match="the playbook has no"):
        load_engine(**asked)


def test_every_model_has_a_card_that_names_its_source_and_licence():
    models = sorted((HERE / "models").glob("*.npz"))
    assert len(models) == len(LANGUAGES)
    for model in models:
        card = model.with_suffix(".md").read_text("utf-8")
        assert "CC BY 4.0" in card
        assert "EVIA" in card


def test_all_models_together_stay_under_twelve_megabytes():
    assert sum(path.stat().st_size for path in (HERE / "models").iterdir()) <= 12 * 2**20


def test_an_engine_for_each_industry_can_be_loaded():
    for path in (HERE / "industries").glob("*.toml"):
        assert load_engine("zh", industry=path.stem)


def test_engines_share_the_weights():
    assert load_book("zh", "hotel").model is load_book("zh").model
