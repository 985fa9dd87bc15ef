"""The table of A8 with E3, E16 and E17: every cell, and the sentence each fault and each way has."""

from __future__ import annotations

from itertools import product

import pytest

from dingxin.resolution.models import Reasonable, Way, WhoseFault
from dingxin.resolution.rules_of import TONES, WAYS, contradicts, way_for

YES, NO, OPEN = Reasonable.YES, Reasonable.NO, Reasonable.OPEN
REACHES = {"within": (False, False), "beyond": (True, False), "none": (True, True)}

# (reason to complain, reason to demand) -> what is within our power, beyond it, and what nothing solves
CELLS = {
    (YES, YES): (Way.MEET, Way.LADDER, Way.UNRESOLVABLE),
    (YES, NO): (Way.OTHER_NEEDS, Way.OTHER_NEEDS, Way.UNRESOLVABLE),
    (NO, YES): (Way.MEET, Way.LADDER, Way.UNRESOLVABLE),
    (NO, NO): (Way.FIRM_NO, Way.FIRM_NO, Way.FIRM_NO),
}


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize("fault", WhoseFault)
@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell[0].value}-{cell[1].value}")
def test_every_cell(cell, fault, reach):
    complaint, demand = cell
    wanted = CELLS[cell][list(REACHES).index(reach)]
    if complaint is NO and fault in {WhoseFault.OURS, WhoseFault.BOTH}:
        wanted = Way.OPEN  # it was ours, and yet no reason to complain: judge again
    elif wanted is Way.OTHER_NEEDS and fault is WhoseFault.BOTH:
        wanted = Way.LADDER  # both at fault: yield where possible
    assert way_for(complaint, demand, fault, *REACHES[reach]) is wanted


@pytest.mark.parametrize(("complaint", "demand"), [pair for pair in product(Reasonable, Reasonable) if OPEN in pair])
def test_what_is_not_judged_opens_no_way(complaint, demand):
    for fault, reach in product(WhoseFault, REACHES.values()):
        assert way_for(complaint, demand, fault, *reach) is Way.OPEN


def test_stored_values_read_like_the_table():
    assert way_for("yes", "yes", "ours", beyond_us=False) is Way.MEET
    assert contradicts("no", "both")
    assert not contradicts("no", "third")


def test_each_fault_has_its_tone_and_each_way_its_sentence():
    assert set(TONES) == set(WhoseFault)
    assert set(WAYS) == set(Way)
    assert len({str(words) for words in (*TONES.values(), *WAYS.values())}) == len(WhoseFault) + len(Way)
