"""Settings: the routing rules, with a trial on past cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.accounts.models import Staff
from dingxin.cases import actions
from dingxin.cases.queries import rule_list
from dingxin.desk.forms.routing import RuleForm, first_values
from dingxin.desk.views.doors import allowed, done, form_page, paged, posted
from dingxin.desk.views.rule_words import Names

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.cases.models import RoutingRule
    from dingxin.requests import StaffRequest

MANAGE = "cases.manage_rules"
MOST_SHOWN = 100


@allowed(MANAGE)
@require_safe
def list_rules(request: StaffRequest) -> HttpResponse:
    """List the rules in the order in which they are asked."""
    page = paged(rule_list(), request)
    names = Names(rule.conditions for rule in page.rows)
    rows = [{"rule": rule, "conditions": names.said(rule.conditions)} for rule in page.rows]
    return render(request, "desk/settings/rules.html", {"page": page, "rows": rows})


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_rule(request: StaffRequest) -> HttpResponse:
    """Create a rule, switched off."""
    form = RuleForm(posted(request))
    made: list[RoutingRule] = []
    if done(form, lambda _f: made.append(actions.create_rule(actor=request.user, at=timezone.now(), **form.fields_of_rule()))):
        messages.success(request, _("The rule is saved and off. Try it on past cases, then switch it on."))
        return redirect("list_rules")
    return form_page(request, "desk/settings/rule_form.html", form, title=_("New routing rule"), back="list_rules")


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def update_rule(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a rule."""
    rule = _rule(pk)
    first = {"name": rule.name, "method": rule.method, "team": rule.team_id, "skill": rule.skill_id}
    form = RuleForm(posted(request), initial=first | first_values(rule.conditions))
    if done(form, lambda _f: actions.update_rule(rule, actor=request.user, at=timezone.now(), **form.fields_of_rule())):
        messages.success(request, _("The details are saved."))
        return redirect("list_rules")
    return form_page(request, "desk/settings/rule_form.html", form, title=rule.name, back="list_rules", rule=rule)


@allowed(MANAGE)
@require_POST
def try_rule(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what a rule would have done to past cases."""
    rule = _rule(pk)
    trial = actions.try_rule(rule, actor=request.user, at=timezone.now())
    names = Names({name: [value] for name, value in hit.matched} for hit in trial.hits)
    people = Staff.objects.in_bulk(trial.shares)
    hits = [
        {"hit": hit, "why": names.said({name: [value] for name, value in hit.matched}), "to": people.get(hit.to or 0)}
        for hit in trial.hits[:MOST_SHOWN]
    ]
    shares = [(people[pk], number) for pk, number in trial.shares.items()]
    context = {"rule": _rule(pk), "trial": trial, "hits": hits, "shares": shares, "more": max(0, len(trial.hits) - MOST_SHOWN)}
    return render(request, "desk/settings/rule_trial.html", context)


@allowed(MANAGE)
@require_POST
def switch_on_rule(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a rule decide on new cases."""
    return _back(request, actions.switch_on_rule(_rule(pk), actor=request.user, at=timezone.now()), _("“%(name)s” is on."))


@allowed(MANAGE)
@require_POST
def switch_off_rule(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a rule decide nothing any more."""
    return _back(request, actions.switch_off_rule(_rule(pk), actor=request.user, at=timezone.now()), _("“%(name)s” is off."))


@allowed(MANAGE)
@require_POST
def remove_rule(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove a rule that is off."""
    rule = _rule(pk)
    actions.remove_rule(rule, actor=request.user, at=timezone.now())
    return _back(request, rule, _("“%(name)s” is removed."))


def _back(request: StaffRequest, rule: RoutingRule, told: str) -> HttpResponse:
    messages.success(request, told % {"name": rule.name})
    return redirect("list_rules")


def _rule(pk: int) -> RoutingRule:
    return get_object_or_404(rule_list(), pk=pk)


@allowed(MANAGE)
@require_POST
def move_rule(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a rule be asked earlier or later."""
    actions.move_rule(_rule(pk), up=request.POST.get("up") == "1", actor=request.user, at=timezone.now())
    return redirect("list_rules")
