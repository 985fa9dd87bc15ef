from itertools import pairwise

import pytest

from dingxin.engine.model import Conversation
from dingxin.training.data import LABELS, read_labels, truth, turn_labels
from dingxin.training.own import load_dialogues, load_messages
from reading import engine

MESSAGE = "hotel/hall | 2 complaint refund - money solve ? | 房间没热水。 // A:抱歉。 // 把钱退我！"


@pytest.fixture(scope="module")
def reader():
    return engine().reader(Conversation((), language="zh"))


def test_the_labels_of_a_message_are_those_of_its_last_turn(tmp_path, reader):
    path = tmp_path / "messages.txt"
    path.write_text(f"# a remark\n{MESSAGE}\n", "utf-8")
    (item,) = load_messages(path, reader)
    assert item.labels[:2] == [{}, {}]
    assert (item.labels[2]["demands"], item.labels[2]["risks"], item.labels[2]["needs"]) == (["refund"], [], ["money"])
    wanted, known = truth(item.of("customer"), "customer")
    refund, kind = LABELS["customer"].index("demand:refund"), LABELS["customer"].index("kind:know_all")
    assert (wanted[1, refund], known[1, refund], known[0, refund], known[1, kind]) == (True, True, False, False)


def test_dialogues_are_cut_at_their_marks(tmp_path, reader):
    path = tmp_path / "dialogues.txt"
    path.write_text("#\nC|1|g|-|-|what|又断网了|唉\nH|greet,ask|vague_time|您好\n#\nC|0|n|info|-|-|几点开门？\n", "utf-8")
    first, second = load_dialogues(path, reader)
    assert [turn.turn.text for turn in first.doc.said] == ["又断网了|唉", "您好"]
    assert (first.labels[0]["grade"], first.labels[1]["faults"], second.labels[0]["demands"]) == (
        "grumble",
        ["vague_time"],
        ["info"],
    )


def test_labels_without_words_lead_back_to_their_conversation(tmp_path):
    path = tmp_path / "labels.txt"
    path.write_text("# a remark\n17\t2 c refund,explain repeat what\tgreet -\n", "utf-8")
    customer = turn_labels(["2", "c", "refund,explain", "repeat", "what"])
    assert read_labels(path) == {"17": [customer, {"acts": ["greet"], "faults": []}]}
    assert read_labels(tmp_path / "none.txt") == {}


def test_neighbours_lie_in_one_fold_and_every_fold_has_some(tmp_path, reader):
    for count in (12, 400):
        path = tmp_path / f"{count}.txt"
        path.write_text("".join(f"telecom/chat | 0 none info - - - - | 第{at}个问题？\n" for at in range(count)), "utf-8")
        folds = [item.fold for item in load_messages(path, reader)]
        assert set(folds) == set(range(5))
        assert sum(one != other for one, other in pairwise(folds)) < count / 2
