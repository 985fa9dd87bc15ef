"""Whatever several people do in whatever order, by action or API: nothing unapproved leaves, no yuan is spent twice."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

import cast as people
import make
from conftest import Api
from dingxin.audit.refusal import Refused
from dingxin.replies.actions import send_reply
from dingxin.resolution import actions
from dingxin.resolution.actions import Owed, Said, approvals
from dingxin.resolution.models import Approval, Limit, Obligation, ObligationState, Option, OptionState
from dingxin.resolution.queries.ledger import left, moved_of, verify_ledger
from granted import budget, option

pytestmark = pytest.mark.django_db
FUND, A_DAY = Decimal(150), Decimal(160)
AMOUNTS = st.sampled_from([0, 20, 60, 90, 150, 400, 700, 990])
WHO = st.sampled_from(["lin", "qiao", "chen", "gu"])
PICK = st.integers(0, 11)
BY_API = st.booleans()
LEFT = (OptionState.PRESENTED, OptionState.ACCEPTED)
SOFT = "给您添了麻烦，真是抱歉，换作是我也会着急。"
HARD = "今天下午五点前我打电话告诉您进展。"


class Desk(RuleBasedStateMachine):
    """Two cases and one budget of 150 yuan; two agents with 100 yuan each and 160 a day; a manager and an administrator."""

    @initialize()
    def open_the_desk(self) -> None:
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.at = timezone.now()
        self.cast = people.gather(self.at)
        self.api = {name: Api(getattr(self.cast, name)) for name in ("lin", "qiao", "chen", "gu")}
        self.fund = budget(FUND)
        Limit.objects.create(role="agent", per_day=A_DAY)
        self.cases = [make.case(self.cast.lin, at=self.at), make.case(self.cast.qiao, at=self.at)]

    def teardown(self) -> None:
        if hasattr(self, "rollback"):
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)

    def person(self, who: str):
        return getattr(self.cast, who)

    def pick(self, rows, place: int):
        found = list(rows.order_by("pk"))
        return found[place % len(found)] if found else None

    def attempt(self, act) -> bool:
        """Do it, or be refused whole."""
        try:
            with transaction.atomic():
                act()
        except Refused:
            return False
        return True

    def call(self, answer) -> bool:
        assert answer.status_code in {200, 201, 403, 404, 409, 422}, answer.content
        return answer.status_code < 300

    @rule(amount=AMOUNTS, case=st.integers(0, 1), budgeted=st.sampled_from([True, True, False]))
    def deal_an_option(self, amount, case, budgeted):
        option(self.cases[case], amount, of=self.fund if budgeted else None)

    @rule(place=PICK, amount=AMOUNTS, who=WHO, by_api=BY_API)
    def change_the_amount(self, place, amount, who, by_api):
        if row := self.pick(Option.objects.filter(state="deck"), place):
            if by_api:
                self.call(self.api[who].patch(f"/cases/{row.case.number}/options/{row.pk}", amount=str(amount)))
            else:
                self.attempt(partial(actions.edit_option, row, amount=Decimal(amount), actor=self.person(who), at=self.at))

    @rule(place=PICK, who=WHO, by_api=BY_API)
    def ask(self, place, who, by_api):
        if row := self.pick(Option.objects.all(), place):
            if by_api:
                self.call(self.api[who].post(f"/cases/{row.case.number}/options/{row.pk}/approvals", reason="x"))
            else:
                self.attempt(partial(approvals.ask_approval, row, reason="x", actor=self.person(who), at=self.at))

    @precondition(lambda _: Approval.objects.exists())
    @rule(
        place=PICK,
        who=WHO,
        how=st.sampled_from(["approve", "approve", "lower", "refuse", "withdraw"]),
        less=AMOUNTS,
        by_api=BY_API,
    )
    def answer(self, place, who, how, less, by_api):
        row = self.pick(Approval.objects.all(), place)
        path, given = f"/approvals/{row.pk}", {"actor": self.person(who), "at": self.at}
        doors = {
            "approve": (lambda: self.api[who].post(f"{path}/approval"), partial(approvals.approve_option, row, **given)),
            "lower": (
                lambda: self.api[who].post(f"{path}/lowering", amount=str(less), words="x"),
                partial(approvals.lower_option, row, amount=Decimal(less), words="x", **given),
            ),
            "refuse": (
                lambda: self.api[who].post(f"{path}/refusal", words="x"),
                partial(approvals.refuse_option, row, words="x", **given),
            ),
            "withdraw": (lambda: self.api[who].delete(path), partial(approvals.withdraw_approval, row, **given)),
        }
        by_door, act = doors[how]
        _ = self.call(by_door()) if by_api else self.attempt(act)

    @rule(minutes=st.sampled_from([10, 40, 90]))
    def time_passes(self, minutes):
        approvals.pass_on_approvals(at=self.at + timedelta(minutes=minutes))

    @rule(
        places=st.lists(PICK, max_size=2),
        who=WHO,
        typed=st.sampled_from([0, 30, 70, 150, 700]),
        more=st.booleans(),
        by_api=BY_API,
    )
    def send(self, places, who, typed, more, by_api):
        rows = [row for row in (self.pick(Option.objects.all(), place) for place in places) if row]
        case = rows[0].case if rows else self.cases[0]
        words = f"{SOFT}我{'再' if more else ''}给您退{typed}元。{HARD}" if typed else SOFT + HARD
        offers = [row.pk for row in rows]
        before = case.messages.count()
        if by_api:
            sent = self.call(self.api[who].post(f"/cases/{case.number}/replies", text=words, offers=offers))
        else:
            act = partial(send_reply, case, text=words, offers=offers, actor=self.person(who), at=self.at)
            sent = self.attempt(act)
        assert case.messages.count() == before + sent
        if sent and typed:
            assert Option.objects.filter(case=case, state__in=LEFT, amount__gte=typed).exists()

    @rule(place=PICK, who=WHO, aside=st.booleans(), by_api=BY_API)
    def object_or_put_aside(self, place, who, aside, by_api):
        if row := self.pick(Option.objects.filter(state__in=["deck", "presented"]), place):
            path, person = f"/cases/{row.case.number}/options/{row.pk}", self.person(who)
            if by_api:
                self.call(self.api[who].delete(path) if aside else self.api[who].post(f"{path}/objection", reason="too_little"))
            elif aside:
                self.attempt(partial(actions.put_aside_option, row, actor=person, at=self.at))
            else:
                self.attempt(partial(actions.object_option, row, reason="too_little", actor=person, at=self.at))

    @precondition(lambda _: Option.objects.filter(state="presented").exists())
    @rule(place=PICK, who=WHO)
    def agree(self, place, who):
        row, person = self.pick(Option.objects.filter(state="presented"), place), self.person(who)
        terms = [Owed(row.pk, "退款", person, self.at + timedelta(days=1), row.amount)]
        said = Said(words="好的，就这样吧。")
        act = partial(actions.confirm_agreement, row.case, options=[row.pk], obligations=terms, said=said)
        self.attempt(partial(act, actor=person, at=self.at))

    @precondition(lambda _: Obligation.objects.exists())
    @rule(place=PICK, who=WHO, amount=AMOUNTS, number=st.sampled_from(["ZF-1", "ZF-2", "ZF-3"]))
    def pay(self, place, who, amount, number):
        row = self.pick(Obligation.objects.all(), place)
        given = {"amount": Decimal(amount) or None, "reference": number, "actor": self.person(who), "at": self.at}
        self.attempt(partial(actions.perform_obligation, row, **given))

    @invariant()
    def the_ledger_balances(self):
        if hasattr(self, "cases"):
            assert not list(verify_ledger())
            ours = Option.objects.filter(Q(remedy__budget=self.fund) | Q(budget=self.fund))
            spent = sum((row.reserved + row.paid for row in map(moved_of, ours)), Decimal(0))
            assert left(self.fund, self.at) == FUND - spent >= 0

    @invariant()
    def nobody_grants_more_than_they_may(self):
        if not hasattr(self, "cases"):
            return
        in_case, in_day = defaultdict(Decimal), defaultdict(Decimal)
        for row in Option.objects.filter(state__in=[*LEFT, OptionState.DECK]).select_related("approved_by", "presented_by"):
            approved = row.approved is not None and row.approved >= row.amount
            who = row.approved_by if approved else row.presented_by
            assert row.state == "deck" or who is not None
            if who is not None and (approved or row.state in LEFT):
                in_case[row.case_id, who] += row.amount
                in_day[who] += row.amount
        for (_case, who), total in in_case.items():
            assert total <= who.authority_cny
        assert all(total <= A_DAY for who, total in in_day.items() if who.role == "agent")

    @invariant()
    def what_is_on_the_table_has_its_money(self):
        if hasattr(self, "cases"):
            for row in Option.objects.filter(state="presented"):
                assert moved_of(row).reserved == row.amount
            for row in Option.objects.filter(state__in=["objected", "withdrawn", "replaced"]):
                assert moved_of(row).reserved == 0
            for row in Obligation.objects.exclude(state=ObligationState.REPLACED):
                assert moved_of(row.option).paid_for(row.pk) == row.done_amount <= row.amount

    @invariant()
    def nobody_approves_their_own(self):
        for row in Approval.objects.exclude(answered_by=None) if hasattr(self, "cases") else ():
            assert row.answered_by_id != row.asked_by_id
            assert row.amount_granted is None or row.amount_granted <= row.amount_asked


def test_in_any_order(db):
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=16, stateful_step_count=18, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
