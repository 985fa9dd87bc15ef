"""The gate before every reply: no offer leaves that nobody may make, and what may is not held back."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

import dingxin
import make
from dingxin.audit.refusal import Refused
from dingxin.engine.components.offered import find_offers
from dingxin.replies.actions import Stopped, send_reply
from dingxin.replies.notices import draft_notice
from dingxin.replies.queries import review_draft
from dingxin.resolution.actions import approvals
from dingxin.resolution.actions.deck import edit_option
from dingxin.resolution.models import Limit, Option
from dingxin.resolution.queries.ledger import left, moved_of, verify_ledger
from granted import approved, asked, budget, option, remedy
from together import at_once, refusals, whole

pytestmark = pytest.mark.django_db

OPENING = "给您添了麻烦，真是抱歉，换作是我也会着急。"
ENDING = "今天下午五点前我打电话告诉您结果。"
SILENT = "你们的师傅爽约两次，我请了两天假等在家里，请给我一个说法。"


def saying(words: str) -> str:
    return f"{OPENING}{words}{ENDING}"


def stops(case, words, by, **given) -> list[str]:
    review = review_draft(case, draft=saying(words), actor=by, at=make.AT, **given)
    return [fault.why for fault in review.faults if fault.weight == "stop"]


def send(case, words, by, *, at=make.AT, **given):
    return send_reply(case, text=saying(words), actor=by, at=at, **given)


BEYOND = [
    "我现在就退您五千块。", "这3000元我今天给您退回去。", "我给您补偿一千元话费。", "今晚我给您免掉800元房费。",
    "按规定，我给您退款3000元。", "我赔您5000。", "只要您同意，我们今天就退您2000元。", "我们退一赔三给您，一共4500元。",
    "I will refund you 3,000 yuan today.", "We'll give you 900 yuan as compensation.",
]  # fmt: skip
FINE = [
    "您要求赔5000元，我已经记下。", "如果核实是多扣的，我们会把3000元退给您。", "五千元我没法答应您，但我可以陪您核对账单。",
    "我向经理申请退您3000元。", "按照规定，七天内可以全额退款。", "您说的“退一赔三赔我9000元”，我逐条给您答复。",
    "您账单里的8000元是上个月的套餐费。", "您当时付了6000元，是吗？", "银行会在三天内把9000元退给您。",
    "I cannot refund you 3,000 yuan, but I can go through the bill with you.",
    "If the check shows it, we will refund the 3,000 yuan.",
]  # fmt: skip


@pytest.mark.parametrize("words", BEYOND)
def test_an_offer_beyond_ones_authority_does_not_leave(cast, at, words):
    case = make.case(cast.lin)
    assert stops(case, words, cast.lin)
    with pytest.raises(Stopped):
        send(case, words, cast.lin)
    assert case.messages.count() == 1
    assert not Option.objects.exists()


@pytest.mark.parametrize("words", FINE)
def test_what_offers_nothing_is_not_held_back(cast, at, words):
    case = make.case(cast.lin)
    assert not stops(case, words, cast.lin)
    send(case, words, cast.lin)
    assert not Option.objects.exists()


def test_it_is_said_where_and_whom_to_ask(cast, at):
    case = make.case(cast.lin)
    draft = saying("我现在就退您五千块。")
    for language, name in (("zh", "顾远"), ("en", "顾远")):
        review = review_draft(case, draft=draft, actor=cast.lin, at=at, explain=language)
        (fault,) = [one for one in review.faults if one.weight == "stop"]
        assert (fault.kind, fault.rule) == ("blind_promise", "C13")
        assert draft[fault.start : fault.end] == "我现在就退您五千块"
        assert name in fault.why
    assert "陈立" in stops(case, "我现在就退您五百块。", cast.lin)[0]


def test_all_of_the_money_is_worth_what_is_claimed(cast, at):
    dear = make.case(cast.lin, text="我买的手机三千二百元，用了两天就坏了，请全额退款。")
    cheap = make.case(cast.lin)
    for words in ("我们给您全额退款。", "我今天就把钱退给您。", "We will give you a full refund."):
        assert stops(dear, words, cast.lin)
        assert not stops(cheap, words, cast.lin)
    send(cheap, "我今天就把钱退给您。", cast.lin)
    assert Option.objects.get().amount == 35
    silent = make.case(cast.lin, text=SILENT)
    assert stops(silent, "我们给您全额退款。", cast.lin)
    assert not stops(silent, "我们会给您退款。", cast.lin)
    assert not stops(make.case(cast.lin), "我们双倍退给您。", cast.lin)
    assert stops(make.case(cast.lin), "我们十倍赔给您。", cast.lin)


def test_money_offered_in_free_words_is_an_option_that_counts(cast, at):
    case = make.case(cast.lin)
    reply = send(case, "我给您退60元。", cast.lin)
    row = Option.objects.get()
    assert (row.state, row.amount, row.kind, row.remedy) == ("presented", 60, "refund", None)
    assert (row.message, row.presented_by, moved_of(row).reserved) == (reply, cast.lin, 60)
    assert stops(case, "另外我给您补偿50元。", cast.lin)
    assert not stops(case, "另外我给您补偿40元。", cast.lin)
    assert not stops(case, "我给您退60元。", cast.lin)
    send(case, "刚才说的，我给您退60元。", cast.lin)
    assert Option.objects.count() == 1
    assert not stops(make.case(cast.lin), "我给您退60元。", cast.lin)


def test_two_offers_in_one_reply_count_together(cast, at):
    case = make.case(cast.lin)
    assert stops(case, "我给您退60元。另外我给您补偿50元。", cast.lin)
    send(case, "我给您退60元。另外我给您补偿40元。", cast.lin)
    assert sorted(Option.objects.values_list("amount", flat=True)) == [40, 60]


def test_an_approved_option_leaves_and_no_more_than_it(cast, at):
    case = make.case(cast.lin)
    row = approved(option(case, 500, of=budget(600)), cast.lin, cast.chen)
    assert stops(case, "我给您退501元。", cast.lin, offers=[row.pk])
    reply = send(case, "我给您退500元。", cast.lin, offers=[row.pk])
    row.refresh_from_db()
    assert (row.state, row.message, moved_of(row).reserved) == ("presented", reply, 500)
    assert not stops(case, "我给您退500元。", cast.lin)
    assert stops(case, "我再给您退500元。", cast.lin)


def test_an_approved_option_that_is_only_told_in_words_leaves_too(cast, at):
    case = make.case(cast.lin)
    row = approved(option(case, 500), cast.lin, cast.chen)
    send(case, "我给您退500元。", cast.lin)
    row.refresh_from_db()
    assert row.state == "presented"
    assert Option.objects.count() == 1


def test_an_option_of_the_deck_within_authority_is_the_one_that_is_told(cast, at):
    case = make.case(cast.lin)
    row = option(case, 35)
    send(case, "我给您退35元。", cast.lin)
    row.refresh_from_db()
    assert (row.state, Option.objects.count()) == ("presented", 1)


def test_options_named_with_a_reply_are_those_of_the_case_that_may_leave(cast, at):
    case, other = make.case(cast.lin), make.case(cast.lin)
    wrong = [
        option(other, 10), option(case, 10, state="objected"), option(case, 10, state="withdrawn"), option(case, 500),
        option(case, 10, remedy=remedy(granted_by="manager")),
    ]  # fmt: skip
    for pk in (*(row.pk for row in wrong), 999_999):
        with pytest.raises(Refused):
            send(case, "", cast.lin, offers=[pk])
    assert case.messages.count() == 1
    send(case, "", cast.chen, offers=[wrong[3].pk, wrong[4].pk])
    assert Option.objects.filter(case=case, state="presented").count() == 2


def test_several_options_named_count_together(cast, at):
    case = make.case(cast.lin)
    rows = [option(case, 60), option(case, 60)]
    with pytest.raises(Refused):
        send(case, "", cast.lin, offers=[row.pk for row in rows])
    send(case, "", cast.lin, offers=[rows[0].pk])


def test_without_money_in_the_budget_nothing_is_sent(cast, at):
    fund, case = budget(30), make.case(cast.lin)
    row = option(case, 35, of=fund)
    with pytest.raises(Refused, match="30"):
        send(case, "", cast.lin, offers=[row.pk])
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.state, case.messages.count(), case.state, left(fund, at)) == ("deck", 1, "open", 30)


def test_an_approval_that_is_gone_stops_the_reply(cast, at):
    case = make.case(cast.lin)
    row = approved(option(case, 500), cast.lin, cast.chen)
    assert not stops(case, "我给您退500元。", cast.lin, offers=[row.pk])
    approvals.reset_approval(row, actor=cast.lin, at=at)
    with pytest.raises(Stopped):
        send(case, "我给您退500元。", cast.lin, offers=[row.pk])
    Option.objects.filter(pk=row.pk).update(approved=400)
    with pytest.raises(Stopped):
        send(case, "我给您退500元。", cast.lin, offers=[row.pk])


def test_a_request_is_needed_no_more_once_a_manager_offers_it(cast, at):
    case = make.case(cast.lin)
    one = asked(option(case, 500), cast.lin)
    send(case, "", cast.chen, offers=[one.option_id])
    one.refresh_from_db()
    assert one.state == "withdrawn"


def test_the_same_reply_sent_twice_offers_once(cast, at):
    case = make.case(cast.lin)
    row = option(case, 60)
    first = send(case, "我给您退60元。", cast.lin, token="t", offers=[row.pk])
    assert send(case, "我给您退60元。", cast.lin, token="t", offers=[row.pk]) == first
    assert Option.objects.count() == 1


@pytest.mark.parametrize(
    ("limit", "before", "beyond"),
    [
        ({"per_case": 50}, 0, 60),
        ({"per_day": 80}, 40, 50),
        ({"per_month": 80}, 40, 50),
        ({"per_case": 50, "kind": "refund"}, 0, 60),
    ],
)
def test_limits_of_the_role_hold_besides_ones_own_authority(cast, at, limit, before, beyond):
    Limit.objects.create(role="agent", **limit)
    if before:
        send(make.case(cast.lin), f"我给您退{before}元。", cast.lin)
    case = make.case(cast.lin)
    assert stops(case, f"我给您退{beyond}元。", cast.lin)
    assert not stops(case, "我给您退40元。", cast.lin)
    assert not stops(case, f"我给您退{beyond}元。", cast.chen)


def test_the_narrowest_limit_holds(cast, at):
    Limit.objects.create(role="agent", per_case=10)
    Limit.objects.create(role="agent", branch=cast.branch_a, per_case=90)
    Limit.objects.create(role="agent", branch=cast.branch_a, kind="waiver", per_case=20)
    Limit.objects.create(role="agent", branch=cast.branch_a, tier="loyal", per_case=5)
    Limit.objects.create(role="agent", branch=cast.branch_a, per_case=1, is_active=False)
    case = make.case(cast.lin)
    assert not stops(case, "我给您退80元。", cast.lin)
    assert stops(case, "我给您减免30元。", cast.lin)
    assert stops(make.case(cast.zhao), "我给您退20元。", cast.zhao)


def test_a_kind_may_be_kept_from_a_role_altogether(cast, at):
    Limit.objects.create(role="agent", kind="replacement", per_case=0)
    case = make.case(cast.lin)
    assert stops(case, "我给您换一台全新的。", cast.lin)
    assert not stops(case, "我给您换一台全新的。", cast.chen)


def test_yesterday_is_not_today(cast, at):
    Limit.objects.create(role="agent", per_day=80)
    send(make.case(cast.lin), "我给您退60元。", cast.lin, at=at.replace(day=10, hour=23, minute=59))
    assert not stops(make.case(cast.lin), "我给您退60元。", cast.lin)


def test_by_the_api_nothing_unapproved_leaves(cast, at, api_of):
    case = make.case(cast.lin)
    row = option(case, 500)
    api = api_of(cast.lin)
    review = api.post(f"/cases/{case.number}/review", text=saying("我退您五百元。"), offers=[row.pk]).json()
    assert review["verdict"] == "stop"
    for body in ({"text": saying("我退您五百元。")}, {"text": saying(""), "offers": [row.pk]}):
        answer = api.post(f"/cases/{case.number}/replies", **body)
        assert answer.status_code == 409
        assert answer.json()["review"]["verdict"] == "stop"
    approved(row, cast.lin, cast.chen)
    assert api.post(f"/cases/{case.number}/replies", text=saying("我退您五百元。"), offers=[row.pk]).status_code == 201


def test_by_the_page_nothing_unapproved_leaves(cast, at, client_of):
    case = make.case(cast.lin)
    row = option(case, 500)
    page = client_of(cast.lin)
    form = {"text": saying("我退您五百元。"), "revision": case.revision, "token": "a", "offers": [str(row.pk)]}
    for data in (form, {**form, "offers": []}, {**form, "text": saying("")}, {**form, "offers": ["x"]}):
        assert page.post(f"/cases/{case.number}/replies/", data).status_code == 422
    assert f'name="offers" value="{row.pk}"' in page.post(f"/cases/{case.number}/replies/", form).text
    approved(row, cast.lin, cast.chen)
    assert page.post(f"/cases/{case.number}/replies/", form).status_code == 302
    assert case.messages.filter(kind="agent").count() == 1


def test_a_second_tab_that_saw_an_older_case_offers_nothing(cast, at):
    case = make.case(cast.lin)
    row = option(case, 60)
    make.message(case)
    with pytest.raises(Refused):
        send(case, "我给您退60元。", cast.lin, revision=1, offers=[row.pk])
    row.refresh_from_db()
    assert (row.state, moved_of(row).reserved) == ("deck", 0)


def test_a_draft_without_an_offer_costs_one_query_more_and_one_with_it_few(cast, at, django_assert_max_num_queries):
    case = make.case(cast.lin)
    for number in range(12):
        option(case, 10 + number)
    review_draft(case, draft=saying(""), actor=cast.lin, at=at)
    with django_assert_max_num_queries(12):
        assert not stops(case, "我给您退35元。", cast.lin)
    with django_assert_max_num_queries(30):
        assert stops(case, "我给您退3500元。", cast.lin)


def test_two_tabs_at_once_stay_within_ones_authority(committed_db, cast, at):
    case = make.case(cast.lin)
    outcomes = at_once(*(lambda yuan=yuan: send(case, f"我再给您退{yuan}元。", cast.lin) for yuan in (60, 61, 62, 63)))
    assert refusals(outcomes) == 3
    assert Option.objects.filter(state="presented").count() == 1
    assert whole()


def test_two_cases_at_once_stay_within_the_limit_of_a_day(committed_db, cast, at):
    Limit.objects.create(role="agent", per_day=100)
    rows = [make.case(cast.lin) for _ in range(4)]
    outcomes = at_once(*(lambda case=case: send(case, "我给您退60元。", cast.lin) for case in rows))
    assert refusals(outcomes) == 3


def test_an_approval_taken_back_at_the_same_moment_lets_nothing_slip_through(committed_db, cast, at):
    for _ in range(4):
        case = make.case(cast.lin)
        row = approved(option(case, 500), cast.lin, cast.chen)
        at_once(
            lambda: send(case, "我给您退500元。", cast.lin, offers=[row.pk]),  # noqa: B023  used up before the next round
            lambda: edit_option(row, amount=400, actor=cast.lin, at=at),  # noqa: B023  the same
        )
        row.refresh_from_db()
        sent = case.messages.filter(kind="agent").exists()
        assert (row.state == "presented") == sent
        assert (row.approved, row.amount) == ((500, 500) if sent else (None, 400))
    assert whole()
    assert not list(verify_ledger())


def files_with(pattern: str) -> set[str]:
    source = Path(dingxin.__file__).parent
    found = (path for path in source.rglob("*.py") if re.search(pattern, path.read_text("utf-8")))
    return {str(path.relative_to(source)) for path in found}


def test_only_the_sending_of_a_reply_lets_words_and_options_of_ours_leave():
    """Every door (page, API, console, notice, simulation) goes through ``send_reply``; an import keeps what was said before."""
    assert files_with(r"\badd_reply\(") == {"cases/actions/messages.py", "replies/actions.py"}
    assert files_with(r"\bpresent_options\(") == {"resolution/actions/presenting.py", "replies/actions.py"}
    assert files_with(r'"state": OptionState\.PRESENTED|state=OptionState\.PRESENTED, presented_by') == {
        "resolution/actions/presenting.py"
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_drafted_notice_offers_nothing(cast, at, language):
    text = make.GRUMBLE if language == "zh" else "My bill shows 3,500 yuan that I never ordered. Refund all of it."
    case = make.case(cast.lin, text=text)
    make.reply(case)
    for later in (timedelta(hours=1), timedelta(hours=8), timedelta(days=2)):
        assert not find_offers(draft_notice(case.promises.get(), at=at + later)).offers


def test_the_last_yuan_of_a_budget_is_offered_once(committed_db, cast, at):
    fund = budget(100)
    rows = [option(make.case(cast.lin), 60, of=fund) for _ in range(4)]
    outcomes = at_once(*(lambda row=row: send(row.case, "", cast.lin, offers=[row.pk]) for row in rows))
    assert refusals(outcomes) == 3
    assert left(fund, at) == 40
    assert not list(verify_ledger())
