"""The addresses of the desk. An address carries the name of its verb."""

from django.urls import include, path

from dingxin.desk.views import board, customer, day, inbox, language, live, load, opening, promises, roster, search, skills
from dingxin.desk.views import settings_branches as branches
from dingxin.desk.views import settings_calendar_import as calendar_import
from dingxin.desk.views import settings_calendars as calendars
from dingxin.desk.views import settings_categories as categories
from dingxin.desk.views import settings_ladder as ladder
from dingxin.desk.views import settings_policies as policies
from dingxin.desk.views import settings_rules as rules
from dingxin.desk.views import settings_staff as staff
from dingxin.desk.views import settings_teams as teams
from dingxin.desk.views import settings_tokens as tokens

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("day/", day.view_day, name="view_day"),
    path("board/", board.view_board, name="view_board"),
    path("cases/new/", opening.open_case, name="open_case"),
    path("cases/new/customers/", opening.find_customers, name="find_customers"),
    path("cases/<str:number>/", include("dingxin.desk.case_urls")),
    path("search/", search.search, name="search"),
    path("customers/<int:pk>/", customer.customer, name="customer"),
    path("customers/<int:pk>/details/", customer.update_customer, name="update_customer"),
    path("live/", live.live_inbox, name="live_inbox"),
    path("live/<str:number>/", live.live_case, name="live_case"),
    path("language/", language.choose_language, name="choose_language"),
    path("people/", load.my_load, name="my_load"),
    path("people/breather/", load.take_breather, name="take_breather"),
    path("people/load/", load.list_load, name="list_load"),
    path("people/roster/", roster.roster, name="roster"),
    path("people/roster/duty/", roster.plan_duty, name="plan_duty"),
    path("people/roster/duty/<int:pk>/removal/", roster.remove_shift, name="remove_shift"),
    path("people/absences/", roster.record_absence, name="record_absence"),
    path("people/absences/<int:pk>/end/", load.end_absence, name="end_absence"),
    path("people/<int:pk>/skills/", skills.set_skills, name="set_skills"),
    path("settings/skills/", skills.list_skills, name="list_skills"),
    path("settings/skills/new/", skills.create_skill, name="create_skill"),
    path("settings/skills/<int:pk>/", skills.update_skill, name="update_skill"),
    path("settings/rules/", rules.list_rules, name="list_rules"),
    path("settings/rules/new/", rules.create_rule, name="create_rule"),
    path("settings/rules/<int:pk>/", rules.update_rule, name="update_rule"),
    path("settings/rules/<int:pk>/trial/", rules.try_rule, name="try_rule"),
    path("settings/rules/<int:pk>/place/", rules.move_rule, name="move_rule"),
    path("settings/rules/<int:pk>/on/", rules.switch_on_rule, name="switch_on_rule"),
    path("settings/rules/<int:pk>/off/", rules.switch_off_rule, name="switch_off_rule"),
    path("settings/rules/<int:pk>/removal/", rules.remove_rule, name="remove_rule"),
    path("settings/staff/", staff.list_staff, name="list_staff"),
    path("settings/staff/new/", staff.create_staff, name="create_staff"),
    path("settings/staff/<int:pk>/", staff.update_staff, name="update_staff"),
    path("settings/staff/<int:pk>/tokens/", tokens.create_token, name="create_token"),
    path("settings/staff/<int:pk>/tokens/<int:token>/revocation/", tokens.revoke_token, name="revoke_token"),
    path("settings/branches/", branches.list_branches, name="list_branches"),
    path("settings/branches/new/", branches.create_branch, name="create_branch"),
    path("settings/branches/<int:pk>/", branches.update_branch, name="update_branch"),
    path("settings/teams/", teams.list_teams, name="list_teams"),
    path("settings/teams/new/", teams.create_team, name="create_team"),
    path("settings/teams/<int:pk>/", teams.update_team, name="update_team"),
    path("settings/categories/", categories.list_categories, name="list_categories"),
    path("settings/categories/new/", categories.create_category, name="create_category"),
    path("settings/categories/<int:pk>/", categories.update_category, name="update_category"),
    path("promises/", promises.list_promises, name="list_promises"),
    path("settings/policies/", policies.list_policies, name="list_policies"),
    path("settings/policies/new/", policies.create_policy, name="create_policy"),
    path("settings/policies/limits/", policies.list_limits, name="list_limits"),
    path("settings/policies/jurisdiction/", policies.set_jurisdiction, name="set_jurisdiction"),
    path("settings/policies/<int:pk>/", policies.update_policy, name="update_policy"),
    path("settings/ladder/", ladder.list_rungs, name="list_rungs"),
    path("settings/ladder/new/", ladder.create_rung, name="create_rung"),
    path("settings/ladder/<int:pk>/", ladder.update_rung, name="update_rung"),
    path("settings/ladder/triggers/<slug:cause>/", ladder.update_trigger, name="update_trigger"),
    path("settings/calendars/", calendars.list_calendars, name="list_calendars"),
    path("settings/calendars/new/", calendars.create_calendar, name="create_calendar"),
    path("settings/calendars/<int:pk>/", calendars.calendar, name="calendar"),
    path("settings/calendars/<int:pk>/hours/", calendars.update_calendar, name="update_calendar"),
    path("settings/calendars/<int:pk>/days/", calendars.set_day, name="set_day"),
    path("settings/calendars/<int:pk>/days/<str:day>/removal/", calendars.remove_day, name="remove_day"),
    path("settings/calendars/<int:pk>/list/", calendar_import.import_days, name="import_days"),
    path("settings/calendars/<int:pk>/branches/", calendars.assign_calendar, name="assign_calendar"),
]
