"""Who may look at a resolution and who may grant what. One line per permission."""

import rules

from dingxin.accounts.rules import is_administrator
from dingxin.cases.rules import handles, inspects, leads

rules.add_perm("resolution.view_resolution", handles | inspects | leads)
rules.add_perm("resolution.view_aim", handles | inspects | leads)
rules.add_perm("resolution.set_aim", handles)
rules.add_perm("resolution.record_demand", handles)
rules.add_perm("resolution.confirm_demand", handles)
rules.add_perm("resolution.strike_demand", handles)
rules.add_perm("resolution.correct_demand", handles)
rules.add_perm("resolution.record_cause", handles)
rules.add_perm("resolution.record_need", handles)
rules.add_perm("resolution.confirm_need", handles)
rules.add_perm("resolution.strike_need", handles)
rules.add_perm("resolution.rank_need", handles)
rules.add_perm("resolution.record_view", handles)
rules.add_perm("resolution.record_expectation", handles)
rules.add_perm("resolution.judge_case", handles)
rules.add_perm("resolution.record_notice", handles)
rules.add_perm("resolution.shelve_point", handles)
rules.add_perm("resolution.take_up_point", handles)
rules.add_perm("resolution.settle_point", handles)
rules.add_perm("resolution.build_deck", handles)
rules.add_perm("resolution.edit_option", handles)
rules.add_perm("resolution.object_option", handles)
rules.add_perm("resolution.put_aside_option", handles)
rules.add_perm("resolution.manage_remedies", is_administrator)
rules.add_perm("resolution.choose_option", handles)
rules.add_perm("resolution.confirm_agreement", handles)
rules.add_perm("resolution.perform_obligation", handles)
rules.add_perm("resolution.fail_obligation", handles)
rules.add_perm("resolution.reverse_performance", leads)
