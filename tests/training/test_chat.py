from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from dingxin.training import chat
from dingxin.training.chat import WHOLE, Instance

GOOD, PLAIN, BAD = "太好了，多谢你们", "我的单号发给您", "怎么还没有人管，太慢了"


def instance(*turns, label=1):
    return Instance(tuple((turn, "") for turn in turns), label)


def dialogue(name):
    said = [f"你好，我是{name}家的", PLAIN, BAD, GOOD]
    return [instance(*said[: at + 1], label=label) for at, label in ((1, 1), (2, 0), (3, 2))]


def line(instance):
    return f"{[f'{customer}|||{system}' for customer, system in instance.pairs]}\t{[0] * len(instance.pairs)}\t{instance.label}\n"


@pytest.fixture(scope="module")
def many():
    return [its for at in range(10) for its in dialogue(f"第{at}号")]


@pytest.fixture
def written(tmp_path, many):
    path = tmp_path / "valid.txt"
    path.write_text("".join(map(line, many)), "utf-8")
    return path


def test_a_line_holds_pairs_and_a_class(tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text("['水壶漏水|||请您拍张照', '拍好了|||']\t[4, 0]\t2\n", "utf-8")
    assert chat.read_instances(path) == [Instance((("水壶漏水", "请您拍张照"), ("拍好了", "")), 2)]


@pytest.mark.parametrize(
    "bad", ["['在吗|||']\t[0]\t3", "['在吗|||']\t1", "[\t[0]\t1", "[]\t[]\t1", "[5]\t[0]\t1", "open('x')\t[0]\t1"]
)
def test_a_bad_line_is_named(tmp_path, bad):
    path = tmp_path / "chat.txt"
    path.write_text(f"['水壶漏水|||']\t[0]\t1\n{bad}\n", "utf-8")
    with pytest.raises(ValueError, match=r"chat\.txt, line 2"):
        chat.read_instances(path)


def test_a_dialogue_grows_turn_by_turn():
    first = [instance("甲", "乙"), instance("甲", "乙", "丙"), instance("甲", "乙", "丙", WHOLE)]
    assert chat.dialogues([*first, instance("丁", "戊"), instance("丁", "戊", "己")]).tolist() == [0, 0, 0, 1, 1]


def test_a_long_dialogue_loses_its_first_turn_and_stays_one():
    assert chat.dialogues([instance("甲", "乙", "丙"), instance("乙", "丙", "丁"), instance("丙", "丁", "戊")]).tolist() == [
        0,
        0,
        0,
    ]


def test_a_dialogue_that_begins_with_silence_is_a_dialogue():
    assert chat.dialogues([instance("", "乙"), instance("丙"), instance("丁")]).tolist() == [0, 1, 2]


def test_dialogues_with_a_passage_in_common_are_one():
    passage = (("水壶用了两天就漏水", "请您拍张照片发给我们看看"), ("拍好了，在这里", ""))
    apart = Instance((("在吗", "在的"), ("好", "")), 1)
    found = chat.dialogues([Instance(passage, 1), apart, Instance((("您好", "您好"), *passage), 0), apart])
    assert found[0] == found[2]
    assert len({found[0], found[1], found[3]}) == 3


def test_the_engine_reads_only_what_was_said():
    assert chat.conversation(Instance((("在吗", "在的"), (WHOLE, "")), 2)).turns == (
        chat.Turn("customer", "在吗"), chat.Turn("agent", "在的"),
    )  # fmt: skip


def test_a_dialogue_without_words_has_values_too(many):
    assert chat.read_values([instance(WHOLE)]).shape == (1, chat.read_values(many[:1]).shape[1])


def test_what_was_learned_is_found_again_in_unknown_dialogues(many):
    values, groups = chat.read_values(many), chat.dialogues(many)
    judge = chat.Judge().fit(many, values, groups)
    unknown = dialogue("新来")
    assert judge.predict(unknown, chat.read_values(unknown)).tolist() == [1, 0, 2]


def test_nothing_of_a_dialogue_is_seen_by_the_judge_of_its_turns(many, monkeypatch):
    groups = chat.dialogues(many)
    seen = []

    class Spy(chat.Judge):
        def fit(self, instances, values, groups):
            seen.append(set(groups.tolist()))
            return super().fit(instances, values, groups)

        def predict(self, instances, values):
            tested = {int(groups[many.index(one)]) for one in instances}
            assert not tested & seen[-1]
            return super().predict(instances, values)

    monkeypatch.setattr(chat, "Judge", Spy)
    assert chat.held_out(many, chat.read_values(many), groups, 0).shape == groups.shape
    assert len(seen) == chat.FOLDS


def test_figures_are_accuracy_and_the_mean_f1_of_the_classes():
    assert chat.figures(np.array([0, 1, 2, 1]), np.array([0, 1, 1, 1])) == pytest.approx([0.75, (1 + 0.8 + 0) / 3])


def test_the_figures_are_printed_by_cross_validation_or_on_a_test_file(written, capsys):
    chat.main([str(written)])
    chat.main([str(written), str(written)])
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("accuracy 1.000  macro-F1 1.000  (5-fold")
    assert second == "accuracy 1.000  macro-F1 1.000  (test file)"


def test_a_word_tells_the_more_the_more_its_classes_differ():
    found = sparse.csr_matrix([[1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 1, 1]])
    weight = chat.telling(found, np.array([0, 0, 2, 2]))
    assert weight == pytest.approx([np.log(3), 0, np.log(3)])


def test_a_word_of_one_class_alone_is_no_infinite_sign():
    assert np.isfinite(chat.telling(sparse.csr_matrix([[1, 0], [0, 0]]), np.array([0, 1]))).all()
