"""The customer page: details, and the cases one may see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import make


@pytest.fixture
def case(cast):
    return make.case(cast.lin, of=make.customer(cast.lin, phone="19900005678", name="欧阳明月"))


def details(**more):
    return {"name": "欧阳明月", "phone": "19900005678", "email": "", "tier": "loyal", **more}


def test_the_customer_page_shows_details_and_visible_cases(cast, client_of, case):
    other = make.case(cast.zhao, of=case.customer)
    response = client_of(cast.lin).get(f"/customers/{case.customer_id}/")
    page = response.content.decode()
    assert "欧阳明月" in page
    assert "19900005678" in page
    assert [row.number for row in response.context["page"].rows] == [case.number]
    assert other.number not in page


def test_a_customer_without_a_visible_case_is_not_found(cast, client_of, case):
    client = client_of(cast.zhao)
    assert client.get(f"/customers/{case.customer_id}/").status_code == 404
    assert client.post(f"/customers/{case.customer_id}/details/", details()).status_code == 404


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999999", "abc"])
def test_a_customer_that_is_not_there_is_not_found(cast, client_of, pk):
    assert client_of(cast.lin).get(f"/customers/{pk}/").status_code == 404


def test_update_customer_saves_and_goes_back(cast, client_of, case):
    response = client_of(cast.lin).post(
        f"/customers/{case.customer_id}/details/", details(name="欧阳\x00明", phone="199 0000 9999")
    )
    assert response["Location"] == f"/customers/{case.customer_id}/"
    case.customer.refresh_from_db()
    assert (case.customer.name, case.customer.phone, case.customer.tier) == ("欧阳明", "19900009999", "loyal")


@pytest.mark.parametrize("wrong", [{"phone": "abc"}, {"tier": "gold"}, {"email": "x@"}, {"name": "长" * 81}])
def test_details_that_do_not_fit_are_refused_and_kept(cast, client_of, case, wrong):
    response = client_of(cast.lin).post(f"/customers/{case.customer_id}/details/", details(**wrong))
    assert response.status_code == 422
    assert str(next(iter(wrong.values()))) in response.content.decode()
    case.customer.refresh_from_db()
    assert (case.customer.name, case.customer.phone) == ("欧阳明月", "19900005678")


def test_the_phone_number_of_another_customer_is_refused(cast, client_of, case):
    make.customer(cast.lin, phone="19900001111")
    response = client_of(cast.lin).post(f"/customers/{case.customer_id}/details/", details(phone="19900001111"))
    assert response.status_code == 422


def test_reading_never_writes(cast, client_of, case):
    assert client_of(cast.lin).get(f"/customers/{case.customer_id}/details/").status_code == 405


def test_the_customer_page_costs_as_many_queries_for_three_cases_as_for_one(cast, client_of, case):
    client = client_of(cast.lin)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/customers/{case.customer_id}/")
        return len(seen)

    cost()
    one = cost()
    make.case(cast.lin, of=case.customer)
    make.case(cast.qiao, of=case.customer)
    assert cost() == one
