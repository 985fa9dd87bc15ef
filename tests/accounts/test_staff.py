"""Staff, branches, teams and tokens."""

from __future__ import annotations

import pytest

import make
from dingxin.accounts import actions
from dingxin.accounts.models import Branch, Industry, Staff, Team, Token
from dingxin.accounts.queries import branch_list, colleagues, staff_by_token, staff_list, team_list
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.playbook import load_engine

pytestmark = pytest.mark.django_db


def test_staff_are_created_with_a_password_and_an_event(cast, at):
    person = make.staff("sun", name="孙燕", where=cast.branch_a)
    assert person.check_password(make.PASSWORD)
    assert Event.objects.get(kind="staff.created", data__id=person.pk).case is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "short"},
        {"password": "1234567890"},
        {"username": "lin"},
        {"username": "空 格"},
        {"name": ""},
        {"role": "king"},
        {"where": None},
    ],
)
def test_what_does_not_fit_is_refused(cast, wrong):
    before = Staff.objects.count()
    fields = {"username": "sun", "where": cast.branch_a, **wrong}
    password = fields.pop("password", make.PASSWORD)
    where, username = fields.pop("where"), fields.pop("username")
    with pytest.raises(Refused):
        actions.create_staff(
            actor=cast.gu,
            at=make.AT,
            password=password,
            username=username,
            branch=where,
            **{"name": "孙燕", "role": "agent", **fields},
        )
    assert Staff.objects.count() == before


def test_a_team_belongs_to_the_branch(cast, at):
    with pytest.raises(Refused):
        actions.update_staff(cast.zhao, actor=cast.gu, at=at, team=cast.team_a)
    cast.zhao.refresh_from_db()
    assert cast.zhao.team is None


def test_a_change_names_the_fields_not_their_contents(cast, at):
    actions.update_staff(cast.lin, actor=cast.gu, at=at, name="林小雨", authority_cny=300, password="another-long-password")
    assert Event.objects.get(kind="staff.updated").data == {"id": cast.lin.pk, "fields": ["authority_cny", "password"]}
    assert cast.lin.check_password("another-long-password")
    with pytest.raises(Refused):
        actions.update_staff(cast.lin, actor=cast.gu, at=at, password="short")


def test_the_last_administrator_stays(cast, at):
    for change in ({"is_active": False}, {"role": "inspector"}):
        with pytest.raises(Refused):
            actions.update_staff(Staff.objects.get(pk=cast.gu.pk), actor=cast.gu, at=at, **change)
    make.staff("second", role="administrator")
    actions.update_staff(cast.gu, actor=cast.gu, at=at, is_active=False)
    assert not Staff.objects.get(pk=cast.gu.pk).is_active


def test_branches_and_teams(cast, at):
    branch = actions.create_branch(actor=cast.gu, at=at, code="C", name="云栖酒店", industry="hotel")
    team = actions.create_team(actor=cast.gu, at=at, branch=branch, name="前厅")
    actions.update_branch(branch, actor=cast.gu, at=at, name="云栖大酒店")
    actions.update_team(team, actor=cast.gu, at=at, name="前厅部")
    for kind, data in (
        ("branch.created", {"id": branch.pk}),
        ("branch.updated", {"id": branch.pk, "fields": ["name"]}),
        ("team.updated", {"id": team.pk, "fields": ["name"]}),
    ):
        assert Event.objects.filter(kind=kind).latest("pk").data == data
    for wrong in ({"code": "A", "name": "新"}, {"code": "", "name": "新"}, {"code": "D", "name": "新", "industry": "mining"}):
        with pytest.raises(Refused):
            actions.create_branch(actor=cast.gu, at=at, **wrong)
    with pytest.raises(Refused):
        actions.create_team(actor=cast.gu, at=at, branch=branch, name="前厅部")
    assert branch in branch_list()
    assert team in team_list()


def test_a_token_opens_for_its_owner_only_while_they_work_here(cast, at):
    secret = actions.create_token(cast.lin, label="报表", actor=cast.gu, at=at)
    assert staff_by_token(secret) == cast.lin
    assert staff_by_token(secret + "x") is None
    assert secret not in str(Token.objects.values_list())
    with pytest.raises(Refused):
        actions.create_token(cast.lin, label="长" * 81, actor=cast.gu, at=at)
    actions.update_staff(cast.lin, actor=cast.gu, at=at, is_active=False)
    assert staff_by_token(secret) is None


def test_a_revoked_token_opens_nothing(cast, at):
    secret = actions.create_token(cast.lin, label="报表", actor=cast.gu, at=at)
    token = actions.revoke_token(Token.objects.get(), actor=cast.gu, at=at)
    assert (token.revoked_at, staff_by_token(secret)) == (at, None)
    assert Event.objects.get(kind="token.revoked").data == {"id": token.pk}
    with pytest.raises(Refused):
        actions.revoke_token(token, actor=cast.gu, at=at)


def test_the_house_is_one_account_nobody_signs_in_with(db, at):
    house = actions.the_house(at=at)
    assert actions.the_house(at=at) == house
    assert (house.is_active, house.has_usable_password(), Branch.objects.count()) == (False, False, 1)
    assert not staff_list()


def test_a_case_is_offered_to_active_colleagues(cast, at):
    actions.update_staff(cast.zhao, actor=cast.gu, at=at, is_active=False)
    assert set(colleagues(cast.lin)) == {cast.qiao, cast.chen, cast.wu, cast.he, cast.gu}


@pytest.mark.parametrize("user", ["lin", "qiao", "chen", "zhao", "wu", "he", "gu"])
@pytest.mark.parametrize("permission", ["manage_staff", "manage_branches", "manage_teams", "create_token", "revoke_token"])
def test_only_the_administrator_looks_after_the_house(cast, user, permission):
    assert getattr(cast, user).has_perm(f"accounts.{permission}") == (user == "gu")


@pytest.mark.parametrize("industry", Industry.values)
def test_the_playbook_has_every_industry(industry):
    assert load_engine(industry=industry)


def test_names_are_shown_as_people_know_them(cast):
    assert (str(cast.lin), str(cast.team_a), str(cast.branch_a)) == ("林小雨", "城东营业厅 · 前台一组", "城东营业厅")
    assert Team.objects.get() == cast.team_a
