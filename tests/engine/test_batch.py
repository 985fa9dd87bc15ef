from functools import partial

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingxin.engine.batch import CONVERSATIONS, READINGS, read_batch, read_batches
from dingxin.engine.model import Conversation, Turn
from dingxin.playbook import load_engine

WORDS = st.text(alphabet="你们退款太慢了什么时候修好谢谢！？。，abc 0123", max_size=40)
TALKS = st.lists(st.lists(st.tuples(st.sampled_from(["customer", "agent"]), WORDS), max_size=5), min_size=1, max_size=5)


def batch_of(talks):
    rows = [
        {"id": str(place), "turns": [{"speaker": speaker, "text": text} for speaker, text in talk]}
        for place, talk in enumerate(talks)
    ]
    return pa.RecordBatch.from_pylist(rows, CONVERSATIONS)


@settings(max_examples=20, deadline=None)
@given(talks=TALKS)
def test_a_batch_gives_the_answers_of_read(talks):
    engine = load_engine()
    rows = read_batch(engine, batch_of(talks)).to_pylist()
    for place, (row, talk) in enumerate(zip(rows, talks, strict=True)):
        reading = engine.read(Conversation(tuple(Turn(*turn) for turn in talk), id=str(place)))
        assert (row["id"], row["grade"], row["satisfaction"]) == (reading.id, reading.grade, reading.satisfaction)
        for found, turn in zip(row["turns"], reading.turns, strict=True):
            if found["speaker"] == "customer":
                assert (found["emotion"], tuple(found["demands"])) == (turn.emotion, turn.demands)
            else:
                assert tuple(found["acts"]) == turn.acts
                assert set(found["faults"]) == {fault.kind for fault in turn.faults}


def test_several_workers_give_the_same_in_the_same_order():
    batches = [batch_of([[("customer", f"第{number}次断网了，什么时候修好？")]]) for number in range(7)]
    alone, together = (list(read_batches(batches, partial(load_engine, "zh"), workers)) for workers in (1, 2))
    assert alone == together
    assert [batch.schema for batch in together] == [READINGS] * 7


def test_a_batch_without_turns_is_refused():
    with pytest.raises(ValueError, match="no column 'turns'"):
        read_batch(load_engine(), pa.RecordBatch.from_pylist([{"id": "1"}]))


def test_an_unknown_speaker_is_named_with_its_row():
    with pytest.raises(ValueError, match="row 1: a turn's speaker"):
        read_batch(load_engine(), batch_of([[], [("robot", "您好")]]))
