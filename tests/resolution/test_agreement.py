"""Coming to an agreement (E9, E11, E12): only what was offered, in the customer's own words, with what is owed on the clock."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.clocks.actions import Length, start_clock
from dingxin.clocks.models import Duty, Promise
from dingxin.replies.queries import review_draft
from dingxin.resolution import actions
from dingxin.resolution.actions import Owed, Said
from dingxin.resolution.actions.presenting import present_options
from dingxin.resolution.agreement_words import encouragement, failure_notice, sum_up, yuan
from dingxin.resolution.models import Agreement, Choice, Obligation, Option
from dingxin.resolution.queries.agreement import compared, granted, last_agreement, not_agreed, options_open, times_told
from dingxin.resolution.queries.ledger import moved_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YES = "好的，就这样办吧。"
OFFER = "给您添了麻烦，真是抱歉。我来把这件事办好，您看这样行吗？"


@pytest.fixture
def case(cast):
    return make.case(cast.lin)


def put(case, *amounts, kind="refund"):
    """Offer options of these amounts to the customer, as the sending of a reply does."""
    lin = case.owner
    rows = [
        Option.objects.create(case=case, kind=kind, amount=amount, cost=amount, position=place, made_by=lin, at=make.AT)
        for place, amount in enumerate(amounts, 1)
    ]
    message = make.reply(case, text=OFFER, by=lin)
    present_options(case, rows, message=message, actor=lin, at=make.AT)
    return Option.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")


def owe(option, by, *, amount=None, what="35 元信息费退回话费账户", due=make.AT + DAY):
    return Owed(option.pk, what, by, due, option.amount if amount is None else Decimal(amount))


def agree(case, options, by, *, said=None, terms=None, at=make.AT, actor=None):
    terms = terms or [owe(option, by) for option in options]
    chosen = [option.pk for option in options]
    return actions.confirm_agreement(
        case, options=chosen, obligations=terms, said=said or Said(words=YES), actor=actor or by, at=at
    )


def test_what_was_offered_is_agreed_in_the_customers_words_and_owed_on_the_clock(cast, case, at):
    (option,) = put(case, 35)
    made = agree(case, [option], cast.lin)
    assert (made.number, made.words, made.state, made.message.text) == (1, YES, "standing", YES)
    assert made.message.kind == "customer"
    (owed,) = made.obligations.all()
    assert (owed.amount, owed.state, owed.by) == (35, "open", cast.lin)
    assert (owed.promise.due, owed.promise.made_by, owed.promise.text, owed.promise.message) == (
        at + DAY,
        cast.lin,
        owed.what,
        made.message,
    )
    option.refresh_from_db()
    assert option.state == "accepted"
    event = Event.objects.get(case=case, kind=Kind.AGREEMENT_CONFIRMED)
    assert event.data == {"id": made.pk, "options": [option.pk], "obligations": [owed.pk], "replaces": 0, "refund": "owed"}


def test_it_may_rest_on_a_message_that_is_there_and_on_the_part_that_counts(cast, case):
    (option,) = put(case, 35)
    message = make.message(case, text=f"我想了想。{YES}那就等你们消息。")
    made = agree(case, [option], cast.lin, said=Said(words=YES, message=message.pk))
    assert (made.message, made.words) == (message, YES)
    assert case.messages.filter(kind="customer").count() == 2


def test_the_case_leads_with_what_is_owed_first(cast, case, at):
    (option,) = put(case, 35)
    agree(case, [option], cast.lin, terms=[owe(option, cast.lin, due=at + timedelta(minutes=20))])
    case.refresh_from_db()
    assert case.next_due == at + timedelta(minutes=20)


def test_whoever_is_to_do_it_owes_it(cast, case):
    (option,) = put(case, 35)
    made = agree(case, [option], cast.lin, terms=[owe(option, cast.qiao)])
    assert made.obligations.get().promise.made_by == cast.qiao
    assert Event.objects.filter(case=case, kind=Kind.PROMISE_MADE).latest("pk").actor == cast.lin


def test_what_was_offered_beside_it_is_put_aside_and_its_money_is_free(cast, case):
    taken, left = put(case, 35, 20)
    assert moved_of(left).reserved == 20
    agree(case, [taken], cast.lin)
    left.refresh_from_db()
    assert left.state == "withdrawn"
    assert (moved_of(left).reserved, moved_of(taken).reserved) == (0, 35)


def test_an_option_may_be_owed_in_parts_and_two_may_be_agreed_together(cast, case, at):
    first, second = put(case, 35, 20)
    terms = [
        owe(first, cast.lin, amount=15, what="先退 15 元"),
        owe(first, cast.qiao, amount=20, what="再退 20 元", due=at + 2 * DAY),
        owe(second, cast.lin, what="减免 20 元月租"),
    ]
    made = agree(case, [first, second], cast.lin, terms=terms)
    assert [row.amount for row in made.obligations.all()] == [15, 20, 20]
    assert granted(made.obligations.all()) == 55


@pytest.mark.parametrize("state", ["deck", "objected", "withdrawn"])
def test_what_was_not_offered_is_not_agreed(cast, case, state):
    (option,) = put(case, 35)
    Option.objects.filter(pk=option.pk).update(state=state)
    with pytest.raises(Refused) as refused:
        agree(case, [option], cast.lin)
    assert refused.value.field == "options"
    assert not Agreement.objects.exists()
    assert case.messages.filter(kind="customer").count() == 1  # nothing of it was kept


def test_an_option_of_another_case_is_not_agreed(cast, case):
    (option,) = put(make.case(cast.lin), 35)
    with pytest.raises(Refused):
        agree(case, [option], cast.lin)
    with pytest.raises(Refused):
        actions.confirm_agreement(case, options=[], obligations=[], said=Said(words=YES), actor=cast.lin, at=make.AT)


def test_no_more_is_agreed_than_was_offered_or_approved(cast, case):
    (option,) = put(case, 35)
    for amount in ("35.01", "-1", "0", "1.005", "NaN", "Infinity"):
        with pytest.raises(Refused) as refused:
            agree(case, [option], cast.lin, terms=[owe(option, cast.lin, amount=amount)])
        assert refused.value.field == "amount"
    with pytest.raises(Refused):
        agree(case, [option], cast.lin, terms=[owe(option, cast.lin, amount=20), owe(option, cast.lin, amount=16)])
    with pytest.raises(Refused) as refused:
        agree(case, [option], cast.lin, terms=[owe(option, cast.lin, what="退还您 500 元")])
    assert refused.value.field == "what"
    Option.objects.filter(pk=option.pk).update(approved=20)
    with pytest.raises(Refused):
        agree(case, [option], cast.lin)


def test_what_by_whom_and_by_when_are_said_for_every_option(cast, case, at):
    first, second = put(case, 35, 20)
    gone = make.staff(where=cast.branch_a, is_active=False)
    wrong = {
        "what": [owe(first, cast.lin, what=" ")],
        "by": [owe(first, gone)],
        "due": [owe(first, cast.lin, due=at)],
        "obligations": [owe(first, cast.lin)],
    }
    for field, terms in wrong.items():
        options = [first, second] if field == "obligations" else [first]
        with pytest.raises(Refused) as refused:
            agree(case, options, cast.lin, terms=terms)
        assert refused.value.field == field
    with pytest.raises(Refused):
        agree(case, [first], cast.lin, terms=[owe(first, cast.lin), owe(second, cast.lin)])


def test_without_the_customers_own_words_there_is_no_yes(cast, case):
    early = case.messages.get()
    (option,) = put(case, 35)
    note, reply = make.note(case), case.messages.filter(kind="agent").get()
    later = make.message(case, text=YES)
    wrong = [
        (Said(words="  "), "words"),
        (Said(message=note.pk), "message"),
        (Said(message=reply.pk), "message"),
        (Said(message=early.pk), "message"),  # said before the offer
        (Said(message=make.case(cast.lin).messages.get().pk), "message"),
        (Said(words="我完全同意", message=later.pk), "words"),
    ]
    for said, field in wrong:
        with pytest.raises(Refused) as refused:
            agree(case, [option], cast.lin, said=said)
        assert refused.value.field == field


def test_a_closed_case_is_reopened_first(cast, at):
    case = make.closed_case(cast.lin)
    option = Option.objects.create(
        case=case, kind="refund", amount=35, state="presented", made_by=cast.lin, presented_by=cast.lin, at=at, presented_at=at
    )
    with pytest.raises(Refused):
        agree(case, [option], cast.lin)


def test_the_same_page_sent_twice_agrees_once(cast, case):
    (option,) = put(case, 35)
    said = Said(words=YES, token="once")
    first, second = (agree(case, [option], cast.lin, said=said) for _ in range(2))
    assert first == second
    assert (Obligation.objects.count(), Promise.objects.filter(obligation__isnull=False).count()) == (1, 1)
    assert Event.objects.filter(kind=Kind.AGREEMENT_CONFIRMED).count() == 1


def test_a_new_agreement_replaces_the_old_one_with_the_customers_words(cast, case, at):
    (option,) = put(case, 35)
    old = agree(case, [option], cast.lin)
    words = "明天不方便，后天到账也行。"
    new = agree(case, [option], cast.lin, said=Said(words=words), terms=[owe(option, cast.lin, due=at + 2 * DAY)])
    old.refresh_from_db()
    assert (old.state, new.state, new.number) == ("replaced", "standing", 2)
    before = old.obligations.get()
    assert (before.state, before.promise.state, before.promise.consent) == ("replaced", "withdrawn", words)
    assert new.obligations.get().promise.state == "open"
    assert moved_of(option).reserved == 35
    assert Event.objects.filter(kind=Kind.AGREEMENT_CONFIRMED).latest("pk").data["replaces"] == old.pk
    assert granted(Obligation.objects.filter(agreement__case=case)) == 35


def test_an_option_that_the_new_agreement_leaves_out_is_put_aside_with_its_money(cast, case, at):
    (first,) = put(case, 35)
    agree(case, [first], cast.lin)
    (second,) = put(case, 20)
    agree(case, [second], cast.lin, terms=[owe(second, cast.lin, what="20 元话费")])
    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert moved_of(first).reserved == 0
    assert not options_open(case).filter(pk=first.pk).exists()


def test_what_was_given_counts_when_it_is_agreed_anew(cast, case, at):
    (option,) = put(case, 35)
    old = agree(case, [option], cast.lin)
    actions.perform_obligation(old.obligations.get(), amount=Decimal(15), reference="P-1", actor=cast.lin, at=at)
    with pytest.raises(Refused):
        agree(case, [option], cast.lin, terms=[owe(option, cast.lin, amount=21)])
    agree(case, [option], cast.lin, terms=[owe(option, cast.lin, amount=20)])
    moved = moved_of(option)
    assert (moved.paid, moved.reserved) == (15, 20)
    assert granted(Obligation.objects.filter(agreement__case=case)) == 35


def test_what_is_done_is_not_agreed_again(cast, case, at):
    (option,) = put(case, 35)
    made = agree(case, [option], cast.lin)
    actions.perform_obligation(made.obligations.get(), reference="P-1", actor=cast.lin, at=at)
    with pytest.raises(Refused):
        agree(case, [option], cast.lin)


def test_the_database_lets_one_agreement_hold(cast, case):
    (option,) = put(case, 35)
    made = agree(case, [option], cast.lin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(case=case, number=2, words=YES, message=made.message, made_by=cast.lin, at=make.AT)


def test_the_customers_choice_between_two_is_kept_and_the_last_counts(cast, case, at):
    first, second = put(case, 35, 20)
    message = make.message(case, text="我选第一个。")
    choose = {"actor": cast.lin, "at": at}
    chosen = actions.choose_option(case, option=first.pk, said=Said(message=message.pk), **choose)
    assert actions.choose_option(case, option=first.pk, said=Said(message=message.pk), **choose) == chosen
    again = actions.choose_option(case, option=second.pk, said=Said(words="还是第二个吧。"), **choose)
    assert Choice.objects.first() == again
    assert {first.state, second.state} == {"presented"}
    assert Event.objects.filter(kind=Kind.OPTION_CHOSEN).count() == 2
    with pytest.raises(Refused):
        actions.choose_option(case, option=first.pk, said=Said(), **choose)
    actions.put_aside_option(first, **choose)
    with pytest.raises(Refused):
        actions.choose_option(case, option=first.pk, said=Said(words="第一个"), **choose)


@pytest.mark.parametrize(
    ("agreed", "expected", "how"), [(35, None, None), (35, 35, "equal"), (36, 35, "above"), (34, 35, "below"), (0, 0, "equal")]
)
def test_what_was_agreed_is_set_beside_what_was_expected(agreed, expected, how):
    assert compared(Decimal(agreed), None if expected is None else Decimal(expected)) == how


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_suggested_for_the_reply_passes_its_own_review(cast, case, at, language):
    case.language = language
    case.save()
    options = put(case, 35, 20)
    zh = language == "zh"
    terms = [
        owe(options[0], cast.chen, what="信息费退回话费账户" if zh else "The fee back to your account"),
        owe(options[1], cast.lin, what="减免 20 元月租" if zh else "20 yuan off the monthly fee", due=at + 2 * DAY),
    ]
    yes = YES if zh else "Fine, let us do that."
    made = agree(case, options, cast.lin, terms=terms, said=Said(words=yes))
    case.refresh_from_db()
    owed = list(made.obligations.all())
    lines = [encouragement(case, Agreement(number=number)) for number in range(3)]
    for text in (*lines, sum_up(case, owed), sum_up(case, owed[:1]), failure_notice(case, owed[0])):
        review = review_draft(case, draft=text, actor=cast.chen, at=at)
        assert (review.verdict, review.faults) == ("send", ()), text
    assert len(set(lines)) == 3
    said = sum_up(case, owed)
    for part in ("35", "陈立", "林小雨", "6月12日10:00" if zh else "June 12 at 10 am", owed[1].what):
        assert part in said


def test_the_sum_up_promises_nothing_twice(cast, case, at):
    (option,) = put(case, 35)
    due = at + timedelta(days=1, hours=7)
    made = agree(case, [option], cast.lin, terms=[owe(option, cast.lin, due=due)])
    before = Promise.objects.count()
    make.reply(case, text=encouragement(case, made) + sum_up(case, list(made.obligations.all())), by=cast.lin)
    assert Promise.objects.count() == before
    make.reply(case, text="好的，另外我6月13日17:00前再打电话给您，把结果告诉您。", by=cast.lin)
    assert Promise.objects.count() == before + 1


def test_a_time_that_was_agreed_may_be_said_though_the_case_has_to_be_answered_before(cast, case, at):
    (option,) = put(case, 35)
    start_clock(case, duty=Duty.ANSWER, length=Length(due=at + timedelta(hours=3)), actor=cast.lin, at=at)
    late = at + timedelta(days=1, hours=2)
    made = agree(case, [option], cast.lin, terms=[owe(option, cast.lin, due=late)])
    said = encouragement(case, made) + sum_up(case, list(made.obligations.all()))
    assert not review_draft(case, draft=said, actor=cast.lin, at=at).faults
    later = review_draft(case, draft="另外我6月12日17:00前打电话给您，把结果告诉您。", actor=cast.lin, at=at)
    assert [fault.kind for fault in later.faults] == ["promise"]


def test_what_was_told_with_the_offer_is_when_it_is_owed_by(cast, case, at):
    words = "这笔35元的费用我为您退回话费账户，6月12日16:00前到账，您看这样行吗？"
    option = Option.objects.create(case=case, kind="refund", amount=35, wording=words, made_by=cast.lin, at=at)
    make.reply(case, text=f"给您添了麻烦，真是抱歉。{words}另外我今天16:30前给您回电话。", by=cast.lin, at=at, offers=[option.pk])
    option.refresh_from_db()
    assert times_told([option]) == {option.pk: at + timedelta(days=1, hours=6)}
    (plain,) = put(case, 10, kind="credit")
    assert times_told([plain]) == {}


def test_amounts_are_written_as_people_do():
    assert [yuan(Decimal(text)) for text in ("35.00", "35.5", "0")] == ["35", "35.50", "0"]


def test_a_promise_that_was_agreed_is_kept_and_changed_by_the_agreement_alone(cast, case, at):
    (option,) = put(case, 35)
    promise = agree(case, [option], cast.lin).obligations.get().promise
    with pytest.raises(Refused):
        cases.keep_promise(promise, actor=cast.lin, at=at)
    with pytest.raises(Refused):
        cases.withdraw_promise(promise, consent="算了", actor=cast.lin, at=at)
    with pytest.raises(Refused):
        make.reply(case, keeps=promise.pk)
    promise.refresh_from_db()
    assert promise.state == "open"


def test_a_case_with_an_open_offer_or_agreement_is_not_merged_away_but_others_may_be_merged_into_it(cast, case, at):
    (option,) = put(case, 35)
    other = make.case(cast.lin, of=case.customer)
    with pytest.raises(Refused):
        cases.merge_case(case, into=other, actor=cast.lin, at=at)
    agree(case, [option], cast.lin)
    with pytest.raises(Refused):
        cases.merge_case(case, into=other, actor=cast.lin, at=at)
    assert cases.merge_case(other, into=case, actor=cast.lin, at=at) == case


def test_last_agreement_and_the_times_that_are_agreed(cast, case, at):
    assert last_agreement(case) is None
    assert not_agreed(case, []) == []
