"""Customers are found by their phone number, or created."""

from __future__ import annotations

import pytest

import make
from dingxin.audit.models import Event
from dingxin.audit.reactions import react
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.models import Customer
from dingxin.cases.queries import customer_for, customers_by_phone, history, search_cases

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed", ["19900001234", " 199 0000 1234 ", "199-0000-1234", "+86 19900001234", "008619900001234", "１９９００００１２３４"]
)
def test_a_number_is_the_same_however_it_is_written(cast, at, typed):
    customer = make.customer(cast.lin, phone="19900001234")
    assert actions.find_or_create_customer(phone=typed, actor=cast.zhao, at=at) == customer
    assert list(customers_by_phone(cast.zhao, typed)) == [customer]


@pytest.mark.parametrize("typed", ["1234", "没有", "199000012341990000123", "199x0001234", "++19900001234", "٠١٢٣٤٥٦٧"])
def test_what_is_no_phone_number_is_refused(cast, at, typed):
    with pytest.raises(Refused):
        actions.find_or_create_customer(phone=typed, actor=cast.lin, at=at)
    assert not Customer.objects.exists()


def test_what_was_not_known_is_added_and_what_was_is_kept(cast, at):
    customer = make.customer(cast.lin, phone="19900001234", name="周慧兰")
    found = actions.find_or_create_customer(phone="19900001234", name="别人", email="zhou@example.org", actor=cast.lin, at=at)
    assert found == customer
    assert (found.name, found.email) == ("周慧兰", "zhou@example.org")
    assert Event.objects.get(kind="customer.updated").data == {"id": customer.pk, "fields": ["email"]}


def test_customers_without_a_number_are_not_taken_for_one_another(cast, at):
    one = actions.find_or_create_customer(name="一位女士", actor=cast.lin, at=at)
    assert actions.find_or_create_customer(name="一位女士", actor=cast.lin, at=at) != one


def test_a_changed_customer_is_found_by_what_is_new(cast, at):
    customer = make.customer(cast.lin, phone="19900001234", name="周慧兰")
    case = make.case(cast.lin, of=customer)
    actions.update_customer(customer, phone="19900005678", name="周 慧岚", actor=cast.lin, at=at)
    for words in ("5678", "19900005678", "慧岚"):
        assert list(search_cases(cast.lin, words)) == [case]
    for words in ("1234", "慧兰"):
        assert not search_cases(cast.lin, words)


def test_two_customers_never_share_a_number(cast, at):
    make.customer(cast.lin, phone="19900001234")
    other = make.customer(cast.lin, phone="19900005678")
    with pytest.raises(Refused, match=r"电话|phone"):
        actions.update_customer(other, phone="19900001234", actor=cast.lin, at=at)
    for wrong in ({"email": "no address"}, {"tier": "royal"}):
        with pytest.raises(Refused):
            actions.update_customer(other, actor=cast.lin, at=at, **wrong)


def test_a_few_digits_find_ones_own_customers_only(cast):
    mine, theirs = make.customer(cast.lin, phone="19900001234"), make.customer(cast.zhao, phone="19900001235")
    make.case(cast.lin, of=mine)
    make.case(cast.zhao, of=theirs)
    assert list(customers_by_phone(cast.lin, "1990000")) == [mine]
    assert list(customers_by_phone(cast.zhao, "1990000")) == [theirs]
    assert list(customers_by_phone(cast.lin, "19900001235")) == [theirs]
    assert list(customers_by_phone(cast.wu, "1990")) == [mine, theirs]
    for typed in ("199", "", "\x00", "abcd"):
        assert not customers_by_phone(cast.gu, typed)


def test_the_history_shows_the_cases_one_may_see(cast):
    customer = make.customer(cast.lin)
    here, there = make.case(cast.lin, of=customer), make.case(cast.zhao, of=customer)
    assert list(history(cast.lin, customer)) == [here]
    assert list(history(cast.zhao, customer)) == [there]
    assert set(history(cast.gu, customer)) == {here, there}
    with pytest.raises(Customer.DoesNotExist):
        customer_for(cast.zhao, make.case(cast.lin).customer_id)


def test_the_tier_follows_the_history_and_a_reaction_run_twice_changes_nothing(cast, at):
    customer = make.customer(cast.lin)
    tiers = []
    for _ in range(5):
        case = make.case(cast.lin, of=customer)
        event = Event.objects.get(case=case, kind="case.opened")
        for _twice in range(2):
            react.func("dingxin.cases.tasks.refresh_tier", event.pk)
        customer.refresh_from_db()
        tiers.append(customer.tier)
    assert tiers == ["new", "returning", "returning", "returning", "loyal"]
