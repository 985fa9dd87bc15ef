"""Who may look at a resolution and who may grant what. One line per permission."""

import rules

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
