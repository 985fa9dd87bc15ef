"""People at work at the same moment wait for each other in one order only: nobody is thrown out because two wait in a circle."""

from __future__ import annotations

from decimal import Decimal

import pytest

import make
from dingxin.cases.actions import take_breather
from dingxin.recovery.actions import approve_batch, start_batch, start_run, work_batches
from dingxin.recovery.actions.batches import Offer
from dingxin.recovery.models import BatchRow, RecoveryPlan, RowState
from dingxin.recovery.queries import Affected
from dingxin.replies.actions import send_reply
from dingxin.resolution.models import Option
from dingxin.resolution.queries.ledger import verify_ledger
from granted import budget, option, remedy
from together import at_once, whole

pytestmark = pytest.mark.django_db
SOFT, HARD = "给您添了麻烦，真是抱歉，换作是我也会着急。", "今天下午五点前我打电话告诉您结果。"
ROUNDS = 6


def send(case, words, by, **given):
    return send_reply(case, text=f"{SOFT}{words}{HARD}", actor=by, at=make.AT, **given)


def batch(starter, approver, case, gift, *, name):
    plan = RecoveryPlan.objects.get(code="network-outage")
    offer = Offer(plan, f"{SOFT}我们为您存入20元。", "", gift, Decimal(20))
    who = Affected(phones=(case.customer.phone,))
    made, _left = start_batch(incident=name, who=who, offer=offer, actor=starter, at=make.AT)
    type(made).objects.filter(pk=made.pk).update(state="asked")
    return approve_batch(made, actor=approver, at=make.AT)


def test_two_replies_that_draw_on_two_budgets_in_turn(committed_db, cast, at):
    funds = [budget(1000), budget(1000)]
    for _ in range(ROUNDS):
        cases = make.case(cast.lin), make.case(cast.qiao)
        first = [option(cases[0], 10, of=fund).pk for fund in funds]
        second = [option(cases[1], 10, of=fund).pk for fund in reversed(funds)]
        at_once(
            lambda: send(cases[0], "", cast.lin, offers=first),  # noqa: B023  used up before the next round
            lambda: send(cases[1], "", cast.qiao, offers=second),  # noqa: B023  the same
        )
    assert Option.objects.filter(state="presented").count() == 4 * ROUNDS
    assert not list(verify_ledger())


def test_two_replies_that_take_pieces_of_two_remedies_in_turn(committed_db, cast, at):
    gifts = [remedy("gift", stock=100) for _ in range(2)]
    for _ in range(ROUNDS):
        cases = make.case(cast.lin), make.case(cast.qiao)
        first = [option(cases[0], 0, kind="gift", remedy=gift).pk for gift in gifts]
        second = [option(cases[1], 0, kind="gift", remedy=gift).pk for gift in reversed(gifts)]
        at_once(
            lambda: send(cases[0], "", cast.lin, offers=first),  # noqa: B023  used up before the next round
            lambda: send(cases[1], "", cast.qiao, offers=second),  # noqa: B023  the same
        )
    for gift in gifts:
        gift.refresh_from_db()
        assert gift.stock == 100 - 2 * ROUNDS


def test_a_breather_and_an_offer_of_the_same_person(committed_db, cast, at):
    for place in range(ROUNDS):
        lin = make.staff(f"lin{place}", where=cast.branch_a)
        case = make.case(lin)
        at_once(
            lambda: send(case, "我给您退20元。", lin),  # noqa: B023  used up before the next round
            lambda: take_breather(lin, colleague=cast.chen, minutes=10, at=at),  # noqa: B023  the same
        )
    assert Option.objects.filter(state="presented").count() == ROUNDS
    assert whole()


def test_two_batches_whose_people_answer_for_each_other(committed_db, cast, at):
    gift = remedy("credit", worth=20)
    for place in range(ROUNDS):
        cases = make.case(cast.lin), make.case(cast.qiao)
        batch(cast.chen, cast.gu, cases[0], gift, name=f"断网 {place}")
        batch(cast.gu, cast.chen, cases[1], gift, name=f"停电 {place}")
        at_once(lambda: work_batches(at=at), lambda: work_batches(at=at))
    assert BatchRow.objects.filter(state=RowState.DONE).count() == 2 * ROUNDS


def test_a_batch_in_a_case_where_its_approver_makes_an_offer(committed_db, cast, at):
    gift = remedy("credit", worth=20)
    for place in range(ROUNDS):
        case = make.case(cast.lin)
        start_run(RecoveryPlan.objects.get(code="rude-staff"), case, actor=cast.lin, at=at)
        batch(cast.gu, cast.chen, case, gift, name=f"断网 {place}")
        at_once(lambda: work_batches(at=at), lambda: send(case, "我给您退20元。", cast.chen))  # noqa: B023  used up by then
    assert BatchRow.objects.filter(state=RowState.DONE).count() == ROUNDS
