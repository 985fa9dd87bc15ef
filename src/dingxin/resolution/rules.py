"""Who may look at a resolution and who may grant what. One line per permission."""

import rules

from dingxin.cases.rules import handles, inspects, leads

rules.add_perm("resolution.view_resolution", handles | inspects | leads)
