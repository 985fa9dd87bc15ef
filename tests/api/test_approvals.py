"""Authority and money over the API: the same doors as the pages."""

from __future__ import annotations

import pytest

import make
from granted import asked, budget, option

pytestmark = pytest.mark.django_db


def test_asked_and_answered(cast, api_of):
    case = make.case(cast.lin)
    row, lin, chen = option(case, 500, of=budget(800)), api_of(cast.lin), api_of(cast.chen)
    made = lin.post(f"/cases/{case.number}/options/{row.pk}/approvals", reason="等了两周")
    assert made.status_code == 201
    one = made.json()
    assert (one["asked_of"], one["state"], one["amount_asked"], one["case"]) == ("chen", "asked", "500.00", case.number)
    assert chen.get("/approvals").json()["count"] == 1
    assert lin.get("/approvals").json()["count"] == 0
    assert lin.post(f"/approvals/{one['id']}/approval").status_code == 403
    assert api_of(cast.zhao).post(f"/approvals/{one['id']}/approval").status_code == 404
    assert chen.post(f"/approvals/{one['id']}/lowering", amount="600", words="x").status_code == 409
    assert chen.post(f"/approvals/{one['id']}/lowering", amount="-1", words="x").status_code == 422
    assert chen.post(f"/approvals/{one['id']}/lowering", amount="300", words="没有凭证").json()["amount_granted"] == "300.00"
    assert chen.post(f"/approvals/{one['id']}/refusal", words="x").status_code == 409
    (entry,) = lin.get(f"/cases/{case.number}/ledger").json()
    assert entry["postings"]["reserved"] == "300.00"
    assert lin.get(f"/cases/{case.number}/approvals").json()[0]["state"] == "lowered"


def test_refused_delegated_and_taken_back(cast, api_of):
    case = make.case(cast.lin)
    chen = api_of(cast.chen)
    one, two, three = (asked(option(case, amount), cast.lin) for amount in (300, 301, 302))
    assert chen.post(f"/approvals/{one.pk}/refusal", words="先核实").json()["state"] == "refused"
    assert chen.post(f"/approvals/{two.pk}/delegation", to="gu").json()["asked_of"] == "gu"
    assert chen.post(f"/approvals/{two.pk}/delegation", to="nobody").status_code == 409
    assert api_of(cast.lin).delete(f"/approvals/{three.pk}").json()["state"] == "withdrawn"
    assert api_of(cast.lin).delete(f"/approvals/{three.pk}").status_code == 409


def test_an_option_of_another_case_is_not_there(cast, api_of):
    case, other = make.case(cast.lin), make.case(cast.lin)
    row = option(other, 500)
    assert api_of(cast.lin).post(f"/cases/{case.number}/options/{row.pk}/approvals", reason="x").status_code == 404


def test_limits_and_budgets(cast, api_of):
    gu, lin = api_of(cast.gu), api_of(cast.lin)
    made = gu.post("/grant-limits", role="agent", branch="A", per_case="50")
    assert (made.status_code, made.json()["branch"]) == (201, "A")
    assert gu.patch(f"/grant-limits/{made.json()['id']}", per_case="60", branch="").json()["branch"] is None
    assert gu.post("/grant-limits", role="agent").status_code == 409
    fund = gu.post("/budgets", name="关怀金", amount="1000", period="month").json()
    assert fund["left"] == "1000.00"
    path = f"/budgets/{fund['id']}"
    for _ in range(2):
        assert gu.post(f"{path}/funding", amount="500", reference="T1").json()["left"] == "1500.00"
    assert gu.post(f"{path}/funding", amount="501", reference="T1").status_code == 409
    assert gu.patch(path, amount="2000").json() | {"id": 0} == {
        "id": 0, "name": "关怀金", "branch": None, "period": "month", "amount": "2000.00", "left": "1500.00", "is_active": True,
    }  # fmt: skip
    assert gu.get("/grant-limits").json()["count"] == 1
    assert len(gu.get("/budgets").json()) == 1
    for call in (
        lambda: lin.get("/grant-limits"), lambda: lin.post("/grant-limits", role="agent"), lambda: lin.get("/budgets"),
        lambda: lin.post("/budgets", name="x", amount="1"), lambda: lin.post(f"{path}/funding", amount="1"),
        lambda: lin.patch(path, amount="1"),
    ):  # fmt: skip
        assert call().status_code == 403
