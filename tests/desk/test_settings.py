"""The settings pages: staff, branches, teams, categories, tokens; for administrators alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import make
from dingxin.accounts.actions import create_token
from dingxin.accounts.models import Branch, Staff, Team, Token
from dingxin.accounts.queries import staff_by_token
from dingxin.cases.models import Category

LISTS = ["/settings/staff/", "/settings/branches/", "/settings/teams/", "/settings/categories/"]


def person(cast, **more):
    return {
        "name": "周宁", "username": "zhouning", "role": "agent", "branch": cast.branch_a.pk, "team": "", "authority_cny": "200",
        "password": make.PASSWORD, "is_active": "on", **more,
    }  # fmt: skip


@pytest.mark.parametrize("path", [*LISTS, *(f"{path}new/" for path in LISTS), *(f"{path}1/" for path in LISTS)])
def test_settings_are_for_administrators_alone(cast, client_of, path):
    for user in (cast.lin, cast.chen, cast.wu, cast.he):
        assert client_of(user).get(path).status_code == 403
        assert client_of(user).post(path, {}).status_code in {403, 405}


@pytest.mark.parametrize("path", [*LISTS, *(f"{path}new/" for path in LISTS)])
def test_an_administrator_sees_every_settings_page(cast, client_of, path):
    make.category()
    assert client_of(cast.gu).get(path).status_code == 200


@pytest.mark.parametrize("path", [*(f"{path}99999999999999999999/" for path in LISTS), "/settings/staff/0/"])
def test_what_is_not_there_is_not_found(cast, client_of, path):
    assert client_of(cast.gu).get(path).status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_a_settings_list_costs_as_many_queries_for_three_rows_as_for_one(cast, client_of, path):
    client = client_of(cast.gu)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        return len(seen)

    make.category()
    cost()
    one = cost()
    for _ in range(2):
        branch = make.branch()
        make.staff(where=branch, team=make.team(branch))
        make.category()
    assert cost() == one


def test_create_staff_lets_a_person_sign_in(cast, client_of, client):
    assert client_of(cast.gu).post("/settings/staff/new/", person(cast)).status_code == 302
    assert client.login(username="zhouning", password=make.PASSWORD)


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "short"}, {"password": ""}, {"branch": ""}, {"username": "lin"}, {"username": "有 空格"}, {"role": "king"},
        {"authority_cny": "-1"}, {"authority_cny": "NaN"}, {"authority_cny": "1e99"}, {"name": ""}, {"branch": "999999"},
    ],
)  # fmt: skip
def test_staff_that_does_not_fit_is_refused_and_kept(cast, client_of, wrong):
    before = Staff.objects.count()
    response = client_of(cast.gu).post("/settings/staff/new/", person(cast, **wrong))
    assert response.status_code == 422
    assert response.context["form"].errors
    assert Staff.objects.count() == before


def test_a_team_of_another_branch_is_refused(cast, client_of):
    response = client_of(cast.gu).post("/settings/staff/new/", person(cast, branch=cast.branch_b.pk, team=cast.team_a.pk))
    assert response.status_code == 422


def test_update_staff_changes_role_and_keeps_the_password(cast, client_of):
    old = cast.lin.password
    response = client_of(cast.gu).post(
        f"/settings/staff/{cast.lin.pk}/", person(cast, username="lin", name="林小雨", role="manager", password="")
    )
    assert response.status_code == 302
    cast.lin.refresh_from_db()
    assert (cast.lin.role, cast.lin.authority_cny, cast.lin.password) == ("manager", 200, old)


def test_a_deactivated_person_is_out_at_once(cast, client_of):
    hers = client_of(cast.lin)
    fields = person(cast, username="lin", password="")
    del fields["is_active"]
    client_of(cast.gu).post(f"/settings/staff/{cast.lin.pk}/", fields)
    assert hers.get("/").status_code == 302


def test_the_last_administrator_stays(cast, client_of):
    response = client_of(cast.gu).post(f"/settings/staff/{cast.gu.pk}/", person(cast, username="gu", role="agent", password=""))
    assert response.status_code == 422
    cast.gu.refresh_from_db()
    assert cast.gu.role == "administrator"


def test_an_administrator_who_sets_their_own_password_stays_signed_in(cast, client_of):
    client = client_of(cast.gu)
    fields = person(cast, username="gu", role="administrator", branch="", password="another-long-one-42")
    assert client.post(f"/settings/staff/{cast.gu.pk}/", fields).status_code == 302
    assert client.get("/settings/staff/").status_code == 200


def test_a_weak_new_password_changes_nothing(cast, client_of):
    response = client_of(cast.gu).post(f"/settings/staff/{cast.lin.pk}/", person(cast, username="lin", password="12345"))
    assert response.status_code == 422
    assert Staff.objects.get(pk=cast.lin.pk).check_password(make.PASSWORD)


def test_create_and_update_branch(cast, client_of):
    client = client_of(cast.gu)
    assert (
        client.post(
            "/settings/branches/new/", {"code": "C", "name": "北门店", "industry": "hotel", "is_active": "on"}
        ).status_code
        == 302
    )
    branch = Branch.objects.get(code="C")
    client.post(f"/settings/branches/{branch.pk}/", {"code": "C", "name": "北门大酒店", "industry": "hotel"})
    branch.refresh_from_db()
    assert (branch.name, branch.is_active) == ("北门大酒店", False)


def test_create_and_update_team(cast, client_of):
    client = client_of(cast.gu)
    assert (
        client.post("/settings/teams/new/", {"branch": cast.branch_b.pk, "name": "夜班组", "is_active": "on"}).status_code == 302
    )
    team = Team.objects.get(name="夜班组")
    client.post(f"/settings/teams/{team.pk}/", {"branch": cast.branch_b.pk, "name": "晚班组", "is_active": "on"})
    team.refresh_from_db()
    assert (team.name, team.is_active) == ("晚班组", True)


def test_create_and_update_category(cast, client_of):
    client = client_of(cast.gu)
    assert client.post("/settings/categories/new/", {"name": "资费", "industry": "telecom", "is_active": "on"}).status_code == 302
    category = Category.objects.get(name="资费")
    client.post(f"/settings/categories/{category.pk}/", {"name": "资费争议", "industry": "", "is_active": "on"})
    category.refresh_from_db()
    assert (category.name, category.industry) == ("资费争议", "")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/settings/branches/new/", {"code": "A", "name": "另一家"}),
        ("/settings/branches/new/", {"code": "", "name": ""}),
        ("/settings/branches/new/", {"code": "Z", "name": "Z", "industry": "mining"}),
        ("/settings/teams/new/", {"branch": "", "name": "x"}),
        ("/settings/categories/new/", {"name": "长" * 81}),
    ],
)
def test_what_does_not_fit_is_refused(cast, client_of, path, fields):
    assert client_of(cast.gu).post(path, fields).status_code == 422


def test_a_token_is_shown_once_and_works(cast, client_of):
    client = client_of(cast.gu)
    response = client.post(f"/settings/staff/{cast.lin.pk}/tokens/", {"label": "呼叫中心"})
    secret = response.context["secret"]
    assert secret in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert staff_by_token(secret) == cast.lin
    later = client.get(f"/settings/staff/{cast.lin.pk}/").content.decode()
    assert "呼叫中心" in later
    assert secret not in later


def test_a_token_needs_a_label_and_an_administrator(cast, client_of):
    assert client_of(cast.gu).post(f"/settings/staff/{cast.lin.pk}/tokens/", {"label": " "}).status_code == 422
    assert client_of(cast.chen).post(f"/settings/staff/{cast.lin.pk}/tokens/", {"label": "x"}).status_code == 403
    assert Token.objects.count() == 0


def test_revoke_token_closes_the_door_at_once(cast, client_of, client):
    secret = create_token(cast.lin, label="呼叫中心", actor=cast.gu, at=make.AT)
    headers = {"Authorization": f"Bearer {secret}"}
    path = f"/settings/staff/{cast.lin.pk}/tokens/{Token.objects.get().pk}/revocation/"
    assert client.get("/api/cases", headers=headers).status_code == 200
    assert path in client_of(cast.gu).get(f"/settings/staff/{cast.lin.pk}/").content.decode()
    assert client_of(cast.chen).post(path).status_code == 403
    assert client_of(cast.gu).get(path).status_code == 405
    assert client_of(cast.gu).post(path).status_code == 302
    assert client.get("/api/cases", headers=headers).status_code == 401
    assert client_of(cast.gu).post(path).status_code == 422
    assert path not in client_of(cast.gu).get(f"/settings/staff/{cast.lin.pk}/").content.decode()


def test_a_token_is_revoked_on_the_page_of_its_holder(cast, client_of):
    create_token(cast.lin, label="呼叫中心", actor=cast.gu, at=make.AT)
    path = f"/settings/staff/{cast.chen.pk}/tokens/{Token.objects.get().pk}/revocation/"
    assert client_of(cast.gu).post(path).status_code == 404
    assert Token.objects.get().revoked_at is None
