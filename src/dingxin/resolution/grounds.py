"""The grounds of a judgement (A8): confirmed facts, policy, rules of law, precedents. Checked, and put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from dingxin.audit.refusal import Refused
from dingxin.cases.actions.texts import clean_line
from dingxin.cases.models import FactState
from dingxin.knowledge.law import rules
from dingxin.resolution.models.stand import Reasonable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dingxin.cases.models import Case
    from dingxin.knowledge.law import Rule

MOST, WORDS = 24, 300
SIDES = ("complaint", "demand")


class Ground(models.TextChoices):
    """What a judgement may rest on."""

    FACTS = "facts", pgettext_lazy("ground", "Confirmed fact")
    POLICY = "policy", pgettext_lazy("ground", "Policy")
    LAW = "law", pgettext_lazy("ground", "Law")
    PRECEDENT = "precedent", pgettext_lazy("ground", "Precedent")


class Told(NamedTuple):
    """A ground in words; ``rule`` is the rule of law it names, ``message`` where a fact was said (0: neither)."""

    of: str
    label: str
    words: str
    rule: Rule | None
    message: int


def clean_grounds(case: Case, given: Iterable[Mapping[str, Any]], *, judged: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give grounds as they are kept; each of the two judgements that was made has one of its own at least.

    Raises:
        Refused: one does not hold, there are too many, or a judgement has none.

    """
    rows = list(given)
    if len(rows) > MOST:
        raise Refused(_("At most %(most)d grounds: name those that decide.") % {"most": MOST})
    facts = {fact.pk: fact for fact in case.facts.filter(state=FactState.CONFIRMED)} if rows else {}
    kept = [_clean(row, facts) for row in rows]
    for side in SIDES:
        if judged[side] != Reasonable.OPEN and not any(row["of"] == side for row in kept):
            raise Refused(_("A judgement needs a ground: a confirmed fact, a policy, a rule of law or a precedent."), field=side)
    return kept


def _clean(row: Mapping[str, Any], facts: Mapping[int, Any]) -> dict[str, Any]:
    of, ground, ref = str(row.get("of", "")), str(row.get("ground", "")), row.get("ref", "")
    if of not in SIDES or ground not in Ground.values:
        raise Refused(_("“%(ground)s” is not a ground of a judgement.") % {"ground": ground[:20]})
    words = clean_line(str(row.get("words", "")), WORDS)
    if ground == Ground.FACTS:
        fact = facts.get(int(ref)) if str(ref).isascii() and str(ref).isdigit() and len(str(ref)) < len(str(2**62)) else None
        if fact is None:
            raise Refused(_("A judgement rests on facts that the customer confirmed: confirm them first."), field=of)
        return {"of": of, "ground": ground, "ref": fact.pk, "message": fact.message_id, "words": fact.text[:WORDS]}
    if ground == Ground.LAW:
        if ref not in rules():
            raise Refused(_("“%(rule)s” is not a rule of law known here.") % {"rule": str(ref)[:20]}, field=of)
        return {"of": of, "ground": ground, "ref": ref, "words": words}
    if not words:
        raise Refused(_("Say which policy or which precedent it is."), field=of)
    return {"of": of, "ground": ground, "ref": "", "words": words}


def told(grounds: Iterable[Mapping[str, Any]]) -> list[Told]:
    """Put grounds as they were kept into the words of the page. A rule that is known no more stands by its id."""
    found = []
    for row in grounds:
        rule = rules().get(row["ref"]) if row["ground"] == Ground.LAW else None
        words = rule.words if rule else row["words"] or str(row["ref"])
        found.append(Told(row["of"], str(Ground(row["ground"]).label), words, rule, int(row.get("message", 0))))
    return found
