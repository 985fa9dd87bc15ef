"""The deck on the page of a case, and the catalogue of remedies among the settings."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

import make
from dingxin.cases.queries import case_for
from dingxin.desk.views.case_deck import deck_of
from dingxin.resolution import actions
from dingxin.resolution.actions import approvals
from dingxin.resolution.models import Aim, Option, OptionState, Remedy, Stand, Way

pytestmark = pytest.mark.django_db
FIELDS = {
    "code": "tea", "kind": "gift", "name": "一盒茶", "wording": "我送您一盒茶，{due}寄到，您看可以吗？", "need_comfort": 3,
    "share": 0, "worth": 30, "cost_fixed": 0, "cost_rate": 1, "days": 2, "granted_by": "agent", "is_active": "on",
}  # fmt: skip


@pytest.fixture
def case(cast, at):
    row = make.case(cast.lin, at=at)
    actions.hear_case(row, at=at)
    Stand.objects.update_or_create(case=row, defaults={"way": Way.MEET, "fault": "ours"})
    return row


@pytest.fixture
def deck(cast, case, at):
    return actions.build_deck(case, actor=cast.lin, at=at)


def page(client, case, **query):
    return client.get(reverse("case", args=[case.number]), query).content.decode()


def post(client, verb, *args, **data):
    return client.post(reverse(verb, args=args), data)


def test_without_a_deck_the_page_says_what_to_do_and_one_key_deals_it(cast, case, client_of):
    client = client_of(cast.lin)
    assert reverse("build_deck", args=[case.number]) in page(client, case)
    answer = post(client, "build_deck", case.number)
    assert answer.status_code == 302
    shown = page(client, case)
    best = Option.objects.get(case=case, position=1)
    assert f'id="option-{best.pk}"' in shown
    assert shown.count("deck-best") == 1
    assert shown.index("deck-best") < shown.index(f'id="option-{Option.objects.get(case=case, position=2).pk}"')


def test_until_the_customer_was_asked_the_page_says_to_ask_first_and_hides_nothing(cast, case, deck, client_of, at):
    client = client_of(cast.lin)
    shown = page(client, case)
    assert "deck-first" in shown
    assert deck[0].wording.split("\n")[0][:20] in shown
    actions.record_view(case, words="退给我就行", actor=cast.lin, at=at)
    assert "deck-first" not in page(client, case)


def test_an_option_goes_into_the_reply_without_scripts_too(cast, case, deck, client_of):
    shown = page(client_of(cast.lin), case, offer=deck[0].pk)
    assert f'<input type="hidden" name="offers" value="{deck[0].pk}">' in shown
    draft = shown.split('id="reply"')[1].split("</textarea>")[0]
    assert deck[0].wording[:15] in draft


def test_two_go_side_by_side_in_one_text(cast, case, deck, client_of):
    shown = page(client_of(cast.lin), case, offer=[deck[0].pk, deck[1].pk])
    draft = shown.split('id="reply"')[1].split("</textarea>")[0]
    assert "有两个办法" in draft
    assert shown.count('<input type="hidden" name="offers"') == 2


@pytest.mark.parametrize("typed", ["0", "x", "99999999999999999999", "²"])
def test_an_address_that_names_no_option_changes_nothing(cast, case, deck, client_of, typed):
    assert 'name="offers" value' not in page(client_of(cast.lin), case, offer=typed)


def test_what_is_sent_is_with_the_customer_and_an_objection_brings_the_next(cast, case, deck, client_of):
    client = client_of(cast.lin)
    sent = post(client, "send_reply", case.number, text=deck[0].wording, offers=deck[0].pk, revision=1)
    assert sent.status_code == 302, sent.content.decode()
    shown = page(client, case)
    assert "deck-offered" in shown
    answer = post(client, "object_option", case.number, deck[0].pk, reason="not_wanted", words="不是钱的事")
    assert answer.status_code == 302
    after = page(client, case)
    assert "deck-offered" not in after
    assert "不是钱的事" in after
    assert post(client, "object_option", case.number, deck[0].pk, reason="not_wanted").status_code == 422
    assert post(client, "object_option", case.number, deck[1].pk).status_code == 422


def test_where_money_is_asked_for_without_a_sum_the_page_says_to_name_it(cast, case, client_of, at):
    row = make.case(cast.lin, text="你们乱收我的钱，赔我！", at=at)
    actions.hear_case(row, at=at)
    Stand.objects.update_or_create(case=row, defaults={"way": Way.MEET, "fault": "ours"})
    assert any(option.amount for option in actions.build_deck(row, actor=cast.lin, at=at))
    client = client_of(cast.lin)
    assert "还不知道涉及多少钱" in page(client, row)
    actions.record_demand(row, kind="compensate", amount=Decimal(60), words="赔我", actor=cast.lin, at=at)
    actions.build_deck(row, actor=cast.lin, at=at)
    assert "还不知道涉及多少钱" not in page(client, row)


def test_the_words_of_a_remedy_are_kept_whole_and_those_of_whoever_grants_it_too(cast, client_of):
    client = client_of(cast.gu)
    given = FIELDS | {"about": "吵、没睡，-no room\nwrong room", "wording_own": "我亲自送您一盒茶，{due}寄到。"}
    assert post(client, "create_remedy", **given).status_code == 302
    tea = Remedy.objects.get(code="tea")
    assert tea.about == ["吵", "没睡", "-no room", "wrong room"]
    assert tea.wording_own.startswith("我亲自")
    assert "吵、没睡、-no room、wrong room" in client.get(reverse("update_remedy", args=[tea.pk])).content.decode()


def test_words_and_amount_are_changed_and_findings_of_edited_words_are_shown(cast, case, deck, client_of):
    client = client_of(cast.lin)
    words = "这是规定，你必须等，没办法。"
    assert post(client, "edit_option", case.number, deck[0].pk, wording=words, amount=20).status_code == 302
    deck[0].refresh_from_db()
    assert (deck[0].wording, deck[0].amount) == (words, 20)
    assert "finding-warn" in page(client, case)
    refused = post(client, "edit_option", case.number, deck[0].pk, wording=" ", amount=20)
    assert refused.status_code == 422
    assert post(client, "edit_option", case.number, deck[0].pk, wording=words, amount=-3).status_code == 422


def test_an_option_is_put_aside(cast, case, deck, client_of):
    client = client_of(cast.lin)
    assert post(client, "put_aside_option", case.number, deck[0].pk).status_code == 302
    deck[0].refresh_from_db()
    assert deck[0].state == OptionState.WITHDRAWN
    assert post(client, "put_aside_option", case.number, deck[0].pk).status_code == 422


def test_an_option_beyond_ones_authority_is_not_put_into_a_reply(cast, case, client_of, at):
    lin = cast.lin
    type(lin).objects.filter(pk=lin.pk).update(authority_cny=5)
    lin.refresh_from_db()
    dear = next(option for option in actions.build_deck(case, actor=lin, at=at) if option.amount > 5)
    client = client_of(lin)
    shown = page(client, case)
    assert f'data-offers="{dear.pk}"' not in shown
    assert "deck-wait" in shown
    Option.objects.filter(pk=dear.pk).update(approved=dear.amount, approved_by=cast.chen)
    assert f'data-offers="{dear.pk}"' in page(client, case)


@pytest.mark.parametrize("name", ["build_deck", "edit_option", "object_option", "put_aside_option"])
def test_only_who_handles_the_case_moves_its_options(cast, case, deck, client_of, name):
    args = [case.number] if name == "build_deck" else [case.number, deck[0].pk]
    assert post(client_of(cast.wu), name, *args).status_code == 403
    assert post(client_of(cast.zhao), name, *args).status_code == 404
    client = client_of(cast.lin)
    assert client.get(reverse(name, args=args)).status_code == 405


def test_an_inspector_sees_the_deck_and_no_keys_and_a_trainer_none_of_it(cast, case, deck, client_of):
    shown = page(client_of(cast.wu), case)
    assert f'id="option-{deck[0].pk}"' in shown
    assert reverse("build_deck", args=[case.number]) not in shown
    closed = make.closed_case(cast.lin)
    assert 'id="deck"' not in page(client_of(cast.he), closed)


def test_the_ladder_is_folded_and_shows_the_words_of_each_step(cast, case, client_of, at):
    Stand.objects.filter(case=case).update(way=Way.LADDER)
    dealt = actions.build_deck(case, actor=cast.lin, at=at)
    shown = page(client_of(cast.lin), case)
    assert '<details class="deck-more" data-keep id="deck-ladder">' in shown
    ladder = shown.split('id="deck-ladder"')[1].split("</ol>")[0]
    assert ladder.count("<li>") == len(dealt)
    assert ladder.count("<dt>") == 5 * len(dealt)


def test_what_can_be_offered_now_stands_open_and_a_dearer_step_can_be_asked_for(cast, case, client_of, at):
    Stand.objects.filter(case=case).update(way=Way.LADDER)
    dear, now = actions.build_deck(case, actor=cast.lin, at=at)[:2]
    dearer_than_allowed(dear, cast.lin)
    shown = page(client_of(cast.lin), case)
    assert shown.count("deck-best") == 1
    assert f'deck-best" id="option-{now.pk}"' in shown
    assert f'id="deck-option-{now.pk}" data-keep open' in shown
    assert f'id="deck-option-{dear.pk}" data-keep>' in shown
    assert "现在就能提出" in shown
    assert shown.count("data-asks") == 1
    assert f'class="btn btn-sm deck-ask" href="#ask-approval" data-asks="{dear.pk}"' in shown
    approvals.ask_approval(dear, reason="客户等了三个月。", actor=cast.lin, at=at)
    assert "data-asks" not in page(client_of(cast.lin), case)


def test_where_the_demand_is_to_be_met_what_is_owed_stands_open_with_its_request(cast, case, deck, client_of):
    dearer_than_allowed(deck[0], cast.lin)
    shown = page(client_of(cast.lin), case)
    assert f'deck-best" id="option-{deck[0].pk}"' in shown
    assert f'class="btn btn-sm btn-primary" href="#ask-approval" data-asks="{deck[0].pk}"' in shown


def dearer_than_allowed(option, person):
    """Let somebody have a little less authority than an option needs."""
    person.authority_cny = option.amount - Decimal("0.01")
    person.save()


def test_once_it_is_agreed_the_rest_of_the_deck_is_folded(cast, case, client_of, at):
    best = actions.build_deck(case, actor=cast.lin, at=at)[0]
    make.reply(case, text=best.wording, by=cast.gu, at=at, offers=[best.pk])
    assert 'id="deck-rest"' not in page(client_of(cast.lin), case)
    owed = actions.Owed(best.pk, "办好", cast.lin, at + timedelta(days=2), best.amount)
    said = actions.Said(words="好，就这么办。")
    actions.confirm_agreement(case, options=[best.pk], obligations=[owed], said=said, actor=cast.lin, at=at)
    rest = page(client_of(cast.lin), case).split('id="deck-rest"')[1]
    assert "deck-best" in rest


def test_other_needs_come_with_questions_and_a_rule_with_its_words(cast, case, client_of, at):
    Stand.objects.filter(case=case).update(way=Way.OTHER_NEEDS)
    actions.build_deck(case, actor=cast.lin, at=at)
    shown = page(client_of(cast.lin), case)
    assert 'id="deck-spin"' in shown
    assert 'id="deck-three-f"' in shown


def test_the_difference_to_what_they_expect_and_the_bottom_line_are_marked_as_inside(cast, case, client_of, at):
    Stand.objects.filter(case=case).update(expected_amount=Decimal(30))
    Aim.objects.create(case=case, bottom_amount=Decimal("41.50"), set_by=cast.lin, at=at)
    actions.build_deck(case, actor=cast.lin, at=at)
    deck = page(client_of(cast.lin), case).split('id="deck"')[1]
    assert "+¥5" in deck
    assert "¥41.50" in deck.split("deck-build")[1]


def test_the_page_asks_few_queries_for_the_deck_however_long_it_is(cast, case, client_of, at, django_assert_max_num_queries):
    class Asked:
        user, method, POST, resolver_match = cast.lin, "GET", {}, None

    actions.build_deck(case, actor=cast.lin, at=at)
    shown = case_for(cast.lin, case.number)
    with django_assert_max_num_queries(9):
        part = deck_of(Asked, shown, at)
    assert len(part.cards) >= 3
    for option in part.cards[:2]:
        make.reply(case, text=option.option.wording, by=cast.gu, at=at, offers=[option.option.pk])
    with django_assert_max_num_queries(9):
        deck_of(Asked, shown, at)


def test_the_catalogue_is_listed_filtered_made_and_changed(cast, client_of):
    client = client_of(cast.gu)
    shown = client.get(reverse("list_remedies")).content.decode()
    assert all(remedy.name in shown for remedy in Remedy.objects.all())
    hotel = client.get(reverse("list_remedies"), {"industry": "hotel", "kind": "upgrade"}).content.decode()
    assert "换到更好的房间" in hotel
    assert "宽带提速三个月" not in hotel
    assert client.get(reverse("create_remedy")).status_code == 200
    assert post(client, "create_remedy", **FIELDS).status_code == 302
    made = Remedy.objects.get(code="tea")
    assert made.needs == {"comfort": 3}
    assert client.get(reverse("update_remedy", args=[made.pk])).status_code == 200
    changed = {**FIELDS, "stock": 4, "industries": ["hotel", "telecom"]}
    assert post(client, "update_remedy", made.pk, **changed).status_code == 302
    made.refresh_from_db()
    assert (made.stock, made.industries) == (4, ["hotel", "telecom"])


@pytest.mark.parametrize("wrong", [{"code": "refund-full"}, {"need_comfort": 0}, {"share": 5}, {"name": ""}, {"kind": "bribe"}])
def test_a_remedy_that_makes_no_sense_is_shown_again_with_what_was_typed(cast, client_of, wrong):
    answer = post(client_of(cast.gu), "create_remedy", **{**FIELDS, **wrong})
    assert answer.status_code == 422
    assert "{due}寄到" in answer.content.decode()
    assert not Remedy.objects.filter(code="tea").exists()


def test_the_catalogue_is_for_administrators(cast, client_of):
    for name, args in (("list_remedies", []), ("create_remedy", []), ("update_remedy", [Remedy.objects.first().pk])):
        assert client_of(cast.chen).get(reverse(name, args=args)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_catalogue_asks_a_constant_number_of_queries(cast, client_of, rows, django_assert_max_num_queries):
    Remedy.objects.exclude(pk__in=list(Remedy.objects.values_list("pk", flat=True)[:rows])).delete()
    client = client_of(cast.gu)
    with django_assert_max_num_queries(8):
        client.get(reverse("list_remedies"))
