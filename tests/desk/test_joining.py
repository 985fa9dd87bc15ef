"""Merging and linking from the case page."""

from __future__ import annotations

import pytest
from django.urls import reverse

import make
from dingxin.cases.states import State


def join(client, verb, case, other):
    return client.post(reverse(verb, args=[case.number]), {"other": other})


def test_a_merged_case_leads_to_its_survivor(cast, client_of):
    who = make.customer(cast.lin)
    gone, stays = make.case(cast.lin, of=who), make.case(cast.lin, of=who)
    response = join(client_of(cast.lin), "merge_case", gone, f" {stays.number} ")
    assert response["Location"].startswith(f"/cases/{stays.number}/")
    gone.refresh_from_db()
    assert (gone.state, gone.merged_into) == (State.MERGED, stays)
    assert stays.messages.count() == 2


def test_linked_cases_stand_in_each_others_history(cast, client_of):
    first, second = make.case(cast.lin), make.case(cast.lin)
    client = client_of(cast.lin)
    join(client, "link_case", first, second.number)
    for one, other in ((first, second), (second, first)):
        near = client.get(reverse("case", args=[one.number])).context["history"].near
        assert [case.pk for case in near] == [other.pk]


@pytest.mark.parametrize("verb", ["merge_case", "link_case"])
def test_a_case_is_not_joined_with_itself_or_with_nothing(cast, client_of, verb):
    case = make.case(cast.lin)
    client = client_of(cast.lin)
    for other in (case.number, "19990101-0001", "", "x\x00"):
        response = join(client, verb, case, other)
        assert response.status_code == 422
        assert response.context["refusal"]


def test_cases_of_different_customers_are_not_merged(cast, client_of):
    case = make.case(cast.lin)
    assert join(client_of(cast.lin), "merge_case", case, make.case(cast.lin).number).status_code == 422
    case.refresh_from_db()
    assert case.state == State.OPEN


@pytest.mark.parametrize("verb", ["merge_case", "link_case"])
def test_a_case_of_another_branch_is_as_if_it_were_not_there(cast, client_of, verb):
    response = join(client_of(cast.lin), verb, make.case(cast.lin), make.case(cast.zhao).number)
    assert response.status_code == 422


def test_who_may_see_but_not_merge_the_other_case_is_turned_away(cast, client_of):
    assert join(client_of(cast.wu), "merge_case", make.case(cast.lin), make.case(cast.lin).number).status_code == 403
