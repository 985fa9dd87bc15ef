"""Which way two judgements open (A8, E3, E16, E17), and in which tone it is walked. Pure tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dingxin.resolution.models.stand import Reasonable, Way, WhoseFault

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

OURS_TOO = {WhoseFault.OURS, WhoseFault.BOTH}

TONES: dict[str, StrPromise] = {
    WhoseFault.OPEN: _("Until it is judged whose fault it was: apologise for the trouble, admit and promise nothing."),
    WhoseFault.OURS: _("Take it: say plainly that it was ours, without a “but”, and put it right first."),
    WhoseFault.THEIRS: _("Spare them: say what happened, not who did it; stay warm, and firm where it has to be no."),
    WhoseFault.BOTH: _("Name our own part first, do not count theirs, and yield where we can."),
    WhoseFault.THIRD: _("Send nobody on: we deal with the other party, and the customer stays with us."),
    WhoseFault.NOBODY: _("No one is to blame: feel with them, and offer what is in our hands."),
}
"""What whose fault it was means for the tone (E16, C14), in one sentence for staff."""

WAYS: dict[str, StrPromise] = {
    Way.OPEN: _("Judge both, each with a ground: is there reason to complain, and is what is demanded reasonable?"),
    Way.MEET: _("What is demanded is reasonable and in our power: meet it."),
    Way.LADDER: _("Not in full: apologise, say why, show that you understand the hope, and offer the most that is possible."),
    Way.OTHER_NEEDS: _(
        "Not this, though there is reason to complain: ask what they need it for, and serve that need another way."
    ),
    Way.FIRM_NO: _("Stay calm and firm: a no with its reason, and what we can do instead."),
    Way.UNRESOLVABLE: _("It cannot be solved: say so early and plainly, and make up for it where we can."),
}
"""What each way asks of staff, in one sentence."""


def way_for(complaint: str, demand: str, fault: str, beyond_us: bool, unsolvable: bool = False) -> Way:  # noqa: FBT001, FBT002  the columns of a table
    """Give the way that the judgements open.

    ``complaint`` and ``demand`` say whether there is reason for each (A8); ``fault`` whose it was (E16); ``beyond_us`` that the
    demand is reasonable but more than we can do (E3); ``unsolvable`` that nothing we can do would solve it (E17). Judgements
    that contradict one another (our fault, and no reason to complain) open none.
    """
    if Reasonable.OPEN in {complaint, demand} or contradicts(complaint, fault):
        return Way.OPEN
    if (complaint, demand) == (Reasonable.NO, Reasonable.NO):
        return Way.FIRM_NO
    if unsolvable:
        return Way.UNRESOLVABLE
    if demand == Reasonable.YES:
        return Way.LADDER if beyond_us else Way.MEET
    return Way.LADDER if fault == WhoseFault.BOTH else Way.OTHER_NEEDS


def contradicts(complaint: str, fault: str) -> bool:
    """Tell whether no reason to complain is seen although the fault is ours, at least in part."""
    return complaint == Reasonable.NO and fault in OURS_TOO
