"""The words of an offer: whole, warm, free of findings, and without anything that is for staff only."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dingxin import resolution
from dingxin.engine.model import DEMANDS, NEEDS, Conversation, Policy, Turn
from dingxin.engine.negotiation import STEP_PARTS, Facts, Negotiation
from dingxin.engine.options import Ground
from dingxin.playbook import load_book, load_engine

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
REMEDIES = tomllib.loads((Path(resolution.__file__).parent / "remedies.toml").read_text("utf-8"))["remedy"]
WAYS = [("open", 1), ("meet", 1), ("ladder", 1), ("ladder", 2), ("other_needs", 1), ("firm_no", 1), ("unresolvable", 1)]
TALKS = {
    ("zh", "telecom"): (
        "我这个月的话费账单多收了三十五块信息费，我从来没有订过，气死我了，退给我！",
        "您好，听您说话费被多收，换谁都会着急，很抱歉。我先核对账单，请问是哪个月的？",
        "十月份的，你们到底怎么回事，把钱退给我！",
        "我已经核对过了，十月账单上有一笔35元的信息费，让您费心了，很抱歉。",
    ),
    ("zh", "phone"): (
        "新手机用了三天就黑屏，我很生气，给我换一台新的！",
        "您好，刚买的手机就黑屏，换谁都会失望，很抱歉。请问是哪一天买的？",
        "上周六在你们店买的，一千八百块，马上换！",
        "我已经核对过购买记录，也测过机器，确实会黑屏，让您失望了，很抱歉。",
    ),
    ("zh", "hotel"): (
        "昨晚空调一直响，根本没法睡，房费三百八给我退了！",
        "您好，一晚上没睡好，换谁都难受，很抱歉。请问您住几号房？",
        "806，太差了，退房费！",
        "我已经查过806的维修记录，空调确实有杂音，让您没休息好，很抱歉。",
    ),
    ("zh", "webshop"): (
        "外套收到就掉毛，跟图片完全两样，二百六十块，退款！",
        "您好，收到的东西和图片两样，换谁都会失望，很抱歉。请问订单尾号是多少？",
        "尾号5521，赶紧退钱。",
        "我已经核对过订单和您发的照片，掉毛的情况确实有，让您失望了，很抱歉。",
    ),
    ("zh", "courier"): (
        "包裹显示签收了我根本没收到，里面东西三百块，赔我！",
        "您好，东西没拿到却显示签收，换谁都着急，很抱歉。请问单号尾号是多少？",
        "尾号8872，等了五天了，气死人，赔钱！",
        "我已经向站点核实过，这一单确实没有送到您手上，让您着急了，很抱歉。",
    ),
    ("en", "telecom"): (
        "There is a charge of 35 yuan on my bill that I never ordered. I am furious, refund it!",
        "Hello, a charge you did not order is upsetting for anyone, and I am sorry. Which month was it?",
        "October. Give me my money back!",
        "I have checked your bill for October and found the charge of 35 yuan. I am sorry for the trouble.",
    ),
    ("en", "phone"): (
        "My new phone went black after three days, I am very angry. Replace it!",
        "Hello, that is disappointing for anyone, and I am sorry. When did you buy it?",
        "Last Saturday in your shop, for 1800 yuan. Replace it now!",
        "I have checked the purchase and tested the phone; the screen does go black. I am sorry.",
    ),
    ("en", "hotel"): (
        "The air conditioning was noisy all night and I could not sleep. Refund the 380 yuan!",
        "Hello, a night without sleep is hard for anyone, and I am sorry. Which room are you in?",
        "806. Terrible. Refund the room!",
        "I have checked the records of room 806; the unit was noisy. I am sorry you had no rest.",
    ),
    ("en", "webshop"): (
        "The coat sheds and looks nothing like the picture. 260 yuan, I want a refund!",
        "Hello, that is disappointing, and I am sorry. What are the last digits of the order?",
        "5521. Refund me.",
        "I have checked the order and your photographs; the coat does shed. I am sorry.",
    ),
    ("en", "courier"): (
        "The parcel shows as delivered but I never got it, worth 300 yuan. Compensate me!",
        "Hello, that is worrying for anyone, and I am sorry. What are the last digits?",
        "8872. I have waited five days!",
        "I have checked with the station; the parcel did not reach you. I am sorry.",
    ),
}


@cache
def engine(industry: str):
    return load_engine(industry=industry)


@cache
def words(language: str) -> Negotiation:
    return Negotiation(load_book(language, learned=False).tables["negotiation"])


def talk(language: str, industry: str) -> Conversation:
    said = TALKS[language, industry]
    turns = tuple(Turn("agent" if n % 2 else "customer", text, NOW - timedelta(minutes=9 - n)) for n, text in enumerate(said))
    return Conversation(turns, industry=industry, language=language)


def facts(remedy, language: str, industry: str, way: str = "meet", step: int = 1, **more) -> Facts:
    conversation = talk(language, industry)
    lines = engine(industry).reader(conversation).replies.lines
    ending = "" if language == "zh" else "_en"
    given = {
        "feel": lines.feeling(conversation, 2) if language == "zh" else "",
        "demand": lines.demand(engine(industry).read(conversation)), "amount": Decimal(35), "due": NOW + timedelta(days=2),
        "now": NOW, "industry": industry, **more,
    }  # fmt: skip
    return Facts(way=way, offer=remedy[f"wording{ending}"], name=remedy[f"name{ending}"], step=step, **given)


def findings(text: str, language: str, industry: str) -> list[tuple[str, str]]:
    conversation, draft = talk(language, industry), Turn("agent", text, NOW)
    review = engine(industry).review(conversation, draft, Policy(industry=industry))
    return [(fault.kind, text[fault.start : fault.end]) for fault in review.faults]


def fitting(industry: str):
    return [remedy for remedy in REMEDIES if industry in remedy.get("industries", [industry])]


@pytest.mark.parametrize(("way", "step"), WAYS)
@pytest.mark.parametrize(("language", "industry"), TALKS)
def test_every_remedy_is_worded_without_a_finding(language, industry, way, step):
    for remedy in fitting(industry):
        text = words(language).wording(facts(remedy, language, industry, way, step))
        assert findings(text, language, industry) == [], text
        assert "{" not in text
        assert text.rstrip().endswith(("？", "?"))


@pytest.mark.parametrize(("language", "industry"), TALKS)
def test_what_whoever_grants_it_says_has_no_finding_and_names_no_manager_but_themselves(language, industry):
    for remedy in fitting(industry):
        if "wording_own" in remedy:
            own = remedy | {"wording": remedy["wording_own"], "wording_en": remedy["wording_own_en"]}
            text = words(language).wording(facts(own, language, industry))
            assert findings(text, language, industry) == [], text
            assert "向经理" not in text
            assert "my manager" not in text


@pytest.mark.parametrize(("language", "industry"), TALKS)
def test_what_stands_beside_the_offers_has_no_finding_either(language, industry):
    voice, (first, second, *_rest) = words(language), fitting(industry)
    offers = [voice.offer(facts(remedy, language, industry)) for remedy in (first, second)]
    shown = facts(first, language, industry, "ladder")
    texts = [voice.together(*offers, shown.feel), voice.ask_view(), voice.three_f(shown), voice.wording(shown, safe=True)]
    for text in [*texts, *(question for _step, question in voice.spin())]:
        assert findings(text, language, industry) == [], text


@pytest.mark.parametrize(("language", "industry"), TALKS)
@pytest.mark.parametrize("way", ["ladder", "other_needs", "firm_no", "unresolvable"])
def test_a_no_always_has_its_reason_and_an_alternative(language, industry, way):
    remedy = fitting(industry)[-1]
    given = facts(remedy, language, industry, way, reason="账单上写明了起止日期。" if language == "zh" else "the bill says so.")
    text = words(language).wording(given)
    assert given.reason.rstrip("。.") in text
    assert text.index(given.reason.rstrip("。.")) < text.index(words(language).offer(given))


@pytest.mark.parametrize(("way", "step"), WAYS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wording_is_made_of_its_parts(language, way, step):
    given = facts(REMEDIES[0], language, "telecom", way, step)
    parts = words(language).steps(given)
    assert len(parts) == len(STEP_PARTS)
    assert "".join(parts).strip() == words(language).wording(given)
    assert words(language).bare(parts) == words(language).offer(given)
    assert all(parts) == (way in {"ladder", "other_needs", "firm_no"})


def test_what_has_no_parts_stands_beside_nothing():
    assert words("zh").bare([]) == ""


def test_no_wording_is_lost_where_nothing_is_known():
    for language in ("zh", "en"):
        bare = Facts(way="ladder", offer="{due}{product}{amount}", name="")
        text = words(language).wording(bare)
        assert "{" not in text
        assert words(language).wording(bare, safe=True)


def test_braces_that_people_write_do_no_harm():
    assert "{x} {" in words("zh").wording(Facts(way="meet", offer="{x} {", name=""))


def test_amounts_and_times_are_said_as_people_say_them():
    assert [words("zh").amount(Decimal(n)) for n in ("35", "35.50", "1200.00", "100")] == ["35元", "35.50元", "1200元", "100元"]
    assert words("en").amount(Decimal(35)) == "35 yuan"
    assert words("zh").due(NOW.replace(hour=18), NOW) == "今天18:00前"
    assert words("en").due(NOW + timedelta(days=2), NOW) == "by 10:00 on 25 November"


def test_a_reason_is_made_of_what_decided():
    grounds = [
        Ground("needs", 40.0, ("money", "fairness")), Ground("demand", 20.0, ("refund",)), Ground("approval", -6.0),
        Ground("precedent", 5.0, ("82",)), Ground("cost", -0.2),
    ]  # fmt: skip
    assert words("zh").why(grounds) == "照顾到客户看重的省钱和公平；正是客户要的（退款）；同样的方案，82%的客户接受了；要先审批。"
    said = words("en").why(grounds)
    assert said.startswith("Serves what matters to the customer: money and fairness;")
    assert said.endswith("it needs approval first.")
    assert words("zh").why([]) == "在能给的里面最合适。"


def test_a_lack_of_authority_is_told_with_who_has_to_allow_it():
    for about, told in (("manager", "值班经理"), ("administrator", "管理员"), ("nobody", "没有人")):
        assert told in words("zh").why([Ground("approval", -6.0, (about,))])
    assert "The manager on duty" in words("en").why([Ground("approval", -6.0, ("manager",))])
    assert words("zh").why([Ground("approval", -6.0, ("a role of later",))]) == "要先审批。"


def test_a_part_of_what_is_asked_for_is_not_told_as_all_of_it():
    assert words("zh").why([Ground("part", 4.0, ("refund",))]) == "给到客户要的一部分（退款）。"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_need_and_demand_has_a_name(language):
    table = load_book(language, learned=False).tables["negotiation"]
    assert set(table["need"]) == set(NEEDS)
    assert set(table["demand"]) == set(DEMANDS)


def test_both_languages_say_the_same_things():
    zh, en = (load_book(language, learned=False).tables["negotiation"] for language in ("zh", "en"))
    for part in ("way", "line", "reason", "three_f", "product", "form", "why", "law", "approver"):
        assert set(zh[part]) == set(en[part]), part


def test_there_is_a_remedy_of_every_kind_in_both_languages():
    assert 50 <= len(REMEDIES) <= 70
    for remedy in REMEDIES:
        assert remedy["name"]
        assert remedy["name_en"]
        assert set(remedy["needs"]) <= set(NEEDS)
        assert set(remedy.get("demands", ())) <= set(DEMANDS)
        assert all(1 <= weight <= 3 for weight in remedy["needs"].values())
        for placeholder in ("{due}", "{amount}"):
            assert (placeholder in remedy["wording"]) == (placeholder in remedy["wording_en"]), remedy["code"]
            if own := remedy.get("wording_own"):
                assert (placeholder in own) == (placeholder in remedy["wording"]) == (placeholder in remedy["wording_own_en"])
