import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingxin.engine.model import Conversation, CustomerTurn, Turn
from dingxin.engine.pipeline import guess_language
from dingxin.engine.reader import COMPONENTS
from reading import engine, read, talk

COMPLAINT = (
    "我家宽带从上周五断到现在，打了三次电话都没人来修，到底什么时候能好？",
    "> 您好，很抱歉给您带来不便，请您提供一下宽带账号，我们会尽快为您处理。",
    "账号早就给过你们了！再不修好我就去12315投诉！",
    "> 理解您的着急，师傅明天上午十点前上门。",
    "修好了，谢谢。",
)

words = st.text(alphabet=st.characters(codec=None) | st.sampled_from("我要退款投诉没人管！？12315 @您好，。修"), max_size=60)
conversations = st.lists(st.tuples(st.sampled_from(("customer", "agent")), words), max_size=6).map(
    lambda turns: Conversation(tuple(Turn(speaker, text) for speaker, text in turns))
)


@settings(max_examples=60, deadline=None)
@given(conversations)
def test_no_text_makes_it_raise_and_every_span_lies_inside(conversation):
    reading = engine().read(conversation)
    assert len(reading.turns) == len(conversation.turns)
    for turn, found in zip(conversation.turns, reading.turns, strict=True):
        assert found.speaker == turn.speaker
        spans = [*found.evidence, *(found.facts if isinstance(found, CustomerTurn) else (*found.faults, *found.promises))]
        assert all(0 <= span.start < span.end <= len(turn.text) for span in spans)


@settings(max_examples=25, deadline=None)
@given(st.lists(conversations, max_size=5))
def test_pipe_gives_what_read_gives(batch):
    assert list(engine().pipe(batch)) == [engine().read(conversation) for conversation in batch]


def test_many_conversations_of_both_languages_read_as_each_alone():
    batch = [talk(*COMPLAINT[: size % 5 + 1]) for size in range(40)] + [talk("My order is late. I want a refund!")] * 3
    assert list(engine().pipe(batch)) == [engine().read(conversation) for conversation in batch]


def test_a_turn_is_judged_with_what_came_before_it_only():
    whole = read(*COMPLAINT)
    for size in range(1, len(COMPLAINT)):
        part = read(*COMPLAINT[:size])
        for found, again in zip(part.turns, whole.turns, strict=False):
            assert found.as_dict() | {"useless": 0} == again.as_dict() | {"useless": 0}


def test_traditional_reads_as_simplified():
    simplified = read("你们客服态度太差了，我要求赔偿损失！").turns[0]
    traditional = read("你們客服態度太差了，我要求賠償損失！").turns[0]
    assert (traditional.emotion, traditional.grade, traditional.demands) == (
        simplified.emotion,
        simplified.grade,
        simplified.demands,
    )


def test_components_stand_after_those_they_require():
    for components in COMPONENTS.values():
        assigned = set()
        for component in components:
            assert assigned.issuperset(component.requires), component.name
            assigned.update(component.assigns)


def test_an_empty_conversation_has_an_empty_reading():
    reading = read()
    assert (reading.grade, reading.emotion_peak, reading.turns) == ("none", 0, ())
    assert sum(reading.satisfaction_votes.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "language"), [("退款", "zh"), ("Refund me", "en"), ("APP闪退怎么办", "zh"), ("12345", "zh"), ("", "zh")]
)
def test_the_language_is_guessed_by_its_characters(text, language):
    assert guess_language(talk(text)) == language


def test_the_stated_language_wins():
    assert engine().reader(talk("ok", language="zh-CN")).language == "zh"


def test_an_english_complaint_is_read():
    turn = read("I called three times and nobody answered. Give me my money back or I will sue you!").turns[0]
    assert turn.grade in ("complaint", "serious")
    assert "refund" in turn.demands


def test_the_reading_of_a_million_characters_comes_to_its_end():
    assert len(read("啊" * 1_000_000).turns) == 1


def test_a_conversation_of_very_many_turns_is_read_to_its_end():
    turns = [Turn("agent" if place % 2 else "customer", "在吗？") for place in range(20_000)]
    assert len(engine().read(Conversation(tuple(turns))).turns) == 20_000


def test_the_votes_are_a_distribution_and_a_solved_case_pleases_more():
    angry, solved = read(*COMPLAINT[:3]), read(*COMPLAINT)
    assert sum(solved.satisfaction_votes.values()) == pytest.approx(1)
    assert solved.satisfaction > angry.satisfaction


def test_the_engine_masks_and_guides():
    masked, found = engine().mask("电话19900001234")
    assert "1234" in masked
    assert "19900001234" not in masked
    assert [item.kind for item in found] == ["mobile"]
    assert engine().guide(talk(COMPLAINT[0])).step == "calm"
