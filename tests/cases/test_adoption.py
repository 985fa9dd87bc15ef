"""adopt_conversations: whole conversations from elsewhere become cases."""

from __future__ import annotations

from datetime import timedelta

import pytest

import make
from dingxin.audit.models import Event
from dingxin.audit.queries import broken_places, logged_events
from dingxin.cases.actions import Arrival, adopt_conversations
from dingxin.cases.models import Case, Customer
from dingxin.cases.queries import unrecorded_cases
from dingxin.cases.readings import engine_for
from dingxin.clocks.models import Promise
from dingxin.engine.model import Conversation, Turn

pytestmark = pytest.mark.django_db


def arrival(name: str, *turns: Turn, **fields: str) -> Arrival:
    said = Conversation(turns=turns or (Turn("customer", make.GRUMBLE),), id=name, **fields)
    return Arrival(said, engine_for(said.industry).read(said), f"import:{name}")


def adopt(cast, at, *arrivals: Arrival) -> list[Case]:
    return adopt_conversations(arrivals, branch=cast.branch_a, actor=cast.gu, at=at)


def test_a_conversation_becomes_a_case_with_words_and_reading(cast, at):
    said = at - timedelta(days=3)
    turns = (
        Turn("customer", "  我要投诉，多扣了我35元，退钱！", said),
        Turn("agent", "我们三个工作日内回复您。"),
        Turn("customer", ""),
    )
    (case,) = adopt(cast, at, arrival("c1", *turns, channel="chat", tier="loyal", industry="hotel"))
    case.refresh_from_db()
    assert (case.owner, case.handler, case.branch, case.state) == (cast.gu, None, cast.branch_a, "open")
    assert (case.channel, case.industry, case.customer.tier, case.revision) == ("chat", "hotel", "loyal", 3)
    assert case.external_id == "import:c1"
    messages = list(case.messages.all())
    assert [(m.kind, m.text, m.author, m.said_at) for m in messages] == [
        ("customer", turns[0].text, cast.gu, said), ("agent", turns[1].text, None, None), ("customer", "", cast.gu, None),
    ]  # fmt: skip
    reading = engine_for("hotel").read(arrival("c1", *turns, channel="chat", tier="loyal", industry="hotel").conversation)
    assert [m.reading for m in messages] == [turn.as_dict() for turn in reading.turns]
    assert (case.grade, case.emotion_peak, case.step) == (reading.turns[-1].grade, reading.emotion_peak, reading.step)
    assert set(case.demands.values_list("kind", flat=True)) == {kind for turn in reading.turns[::2] for kind in turn.demands}
    assert case.facts.count() == sum(len(turn.facts) for turn in reading.turns[::2])
    assert Event.objects.get(case=case).data == {"channel": "chat"}


def test_what_the_staff_said_last_waits_and_history_makes_no_promise(cast, at):
    (case,) = adopt(cast, at, arrival("c1", Turn("customer", make.GRUMBLE), Turn("agent", make.ANSWER, at - timedelta(days=9))))
    assert case.state == "waiting"
    assert not Promise.objects.exists()
    assert case.next_due is None


def test_the_same_conversations_again_change_nothing(cast, at):
    first = adopt(cast, at, arrival("c1"), arrival("c2"))
    before = (Event.objects.count(), Customer.objects.count())
    assert adopt(cast, at, arrival("c1"), arrival("c2")) == []
    assert (Event.objects.count(), Customer.objects.count()) == before
    assert len(adopt(cast, at, arrival("c1"), arrival("c3"))) == 1
    assert [case.number for case in first] == ["20250611-0001", "20250611-0002"]
    assert Case.objects.last().number == "20250611-0003"


def test_the_log_of_adopted_cases_is_whole(cast, at):
    adopt(cast, at, *(arrival(f"c{serial}") for serial in range(30)))
    make.case(cast.lin)
    assert not list(broken_places(logged_events()))
    assert not list(unrecorded_cases())


def test_adopting_costs_about_as_many_queries_for_thirty_as_for_three(cast, at, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        adopt(cast, at, *(arrival(f"a{serial}") for serial in range(3)))
    with django_assert_max_num_queries(30):
        adopt(cast, at, *(arrival(f"b{serial}") for serial in range(30)))
