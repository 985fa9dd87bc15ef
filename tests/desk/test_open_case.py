"""Opening a case from one screen."""

from __future__ import annotations

import pytest

import make
from dingxin.cases.models import Case, Customer

WORDS = "宽带断了三天，打了几次电话也没人来修。"


def fields(cast, **more):
    who = {"phone": "199 0000 7001", "name": "田甜"}
    return {**who, "channel": "hall", "branch": cast.branch_a.pk, "text": WORDS, "token": "t-1", **more}


def test_open_case_opens_it_and_shows_it(cast, client_of):
    response = client_of(cast.lin).post("/cases/new/", fields(cast, product="融合套餐", signs=["flushed"]))
    case = Case.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/cases/{case.number}/")
    assert (case.customer.phone, case.customer.name, case.owner, case.product) == ("19900007001", "田甜", cast.lin, "融合套餐")
    assert case.messages.get().text == WORDS
    assert case.observations.get().signs == ["flushed"]


def test_the_form_stands_ready_with_ones_own_branch_and_a_token(cast, client_of):
    form = client_of(cast.lin).get("/cases/new/").context["form"]
    assert form["branch"].value() == cast.branch_a.pk
    assert len(form["token"].value()) > 16


def test_the_same_form_sent_twice_opens_one_case(cast, client_of):
    client = client_of(cast.lin)
    first, second = client.post("/cases/new/", fields(cast)), client.post("/cases/new/", fields(cast))
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_a_known_phone_number_finds_its_customer(cast, client_of):
    known = make.customer(cast.qiao, phone="19900007001", name="田甜")
    client_of(cast.lin).post("/cases/new/", fields(cast, name=""))
    assert Case.objects.get().customer == known


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"), ({"text": "长" * 200_001}, "text"), ({"phone": "没有电话"}, "phone"),
        ({"name": "名" * 81}, "name"),
        ({"branch": "999"}, "branch"), ({"branch": "x\x00"}, "branch"), ({"category": "9" * 23}, "category"),
        ({"channel": "pigeon"}, "channel"), ({"signs": ["wings"]}, "signs"), ({"token": "t" * 65}, "token"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_field_and_the_rest_is_kept(cast, client_of, wrong, field):
    response = client_of(cast.lin).post("/cases/new/", fields(cast, product="手机", **wrong))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert response.context["form"]["product"].value() == "手机"
    assert (Case.objects.count(), Customer.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "text", ["电话\x00里说的", "😡😡", "\u202e反的\u202c", "﷽" * 2000, "<script>alert(1)</script>", "繁體字的投訴"]
)
def test_any_words_are_taken(cast, client_of, text):
    client = client_of(cast.lin)
    response = client.post("/cases/new/", fields(cast, text=text))
    assert response.status_code == 302
    assert Case.objects.get().messages.get().text == text.replace("\x00", "")
    assert b"<script>alert" not in client.get("/").content


def test_a_branch_out_of_use_is_not_offered(cast, client_of):
    make.accounts.update_branch(cast.branch_b, actor=cast.gu, at=make.AT, is_active=False)
    response = client_of(cast.lin).post("/cases/new/", fields(cast, branch=cast.branch_b.pk))
    assert response.status_code == 422
    assert "branch" in response.context["form"].errors


def test_strangers_open_nothing(client, cast):
    assert client.post("/cases/new/", fields(cast)).status_code == 302
    assert Case.objects.count() == 0


def test_customers_are_found_as_the_number_is_typed(cast, client_of):
    make.case(cast.qiao, of=make.customer(cast.qiao, phone="19900007001", name="田甜"))
    client = client_of(cast.lin)
    for typed in ("1990", "199 0000", "19900007001", "１９９０００"):
        assert "田甜" in client.get("/cases/new/customers/", {"phone": typed}).content.decode()
    for typed in ("199", "", "没有", "19\x009", "%", "19900007002", "9" * 500):
        response = client.get("/cases/new/customers/", {"phone": typed})
        assert response.status_code == 200
        assert "田甜" not in response.content.decode()


def test_a_customer_of_another_branch_is_found_by_the_whole_number_alone(cast, client_of):
    make.case(cast.zhao, of=make.customer(cast.zhao, phone="19900007001", name="田甜"))
    client = client_of(cast.lin)
    assert "田甜" not in client.get("/cases/new/customers/", {"phone": "1990000"}).content.decode()
    assert "田甜" in client.get("/cases/new/customers/", {"phone": "19900007001"}).content.decode()


def test_finding_customers_costs_as_many_queries_for_three_as_for_one(cast, client_of, django_assert_num_queries):
    client = client_of(cast.lin)
    for serial in range(3):
        make.case(cast.lin, of=make.customer(cast.lin, phone=f"1990000800{serial}", name="田甜"))
        with django_assert_num_queries(3):  # session, user, customers
            client.get("/cases/new/customers/", {"phone": "19900008"})
