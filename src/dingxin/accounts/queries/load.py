"""What staff bear: the heat of the customers they had lately, which fades (B8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F, FloatField, Max, Q, Sum, Value
from django.db.models.functions import Cast, Power
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import HeatBorne, hour_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.db.models import Exists, QuerySet

HALF_LIFE_HOURS = 24.0
LOOKED_BACK_HOURS = 96  # what is older has faded to a sixteenth and less
HOT_FROM = 2
REST = timedelta(hours=1)  # after a hot customer


class Weariness(models.IntegerChoices):
    """How much somebody bears, in the four steps of heat."""

    CALM = 0, _("Little borne lately")
    SOME = 1, _("Some heat borne")
    MUCH = 2, _("Much heat borne")
    OVER = 3, _("More than is good")


FROM = {Weariness.OVER: 30.0, Weariness.MUCH: 15.0, Weariness.SOME: 5.0}


@dataclass(frozen=True, slots=True)
class Strain:
    """What somebody bears: the faded sum of the heat of the last days, and when the last hot customer spoke to them."""

    load: float = 0.0
    last_hot: datetime | None = None

    @property
    def weariness(self) -> Weariness:
        """The load as one of four steps."""
        return next((step for step, least in FROM.items() if self.load >= least), Weariness.CALM)

    def rests(self, at: datetime) -> bool:
        """Whether this person just came out of a hot case and is to be spared."""
        return self.last_hot is not None and self.last_hot > at - REST


def strains(staff: Iterable[int], *, at: datetime, spare: Callable[[str, str], Exists] | None = None) -> dict[int, Strain]:
    """Give what each of these people bears, by id; one query. Who bore nothing lately is left out, and what ``spare`` names."""
    now = hour_of(at)
    faded = Power(Value(0.5), (Value(now) - Cast("hour", FloatField())) / Value(HALF_LIFE_HOURS), output_field=FloatField())
    lately = _lately(at).exclude(spare("case", "staff")) if spare else _lately(at)
    rows = (
        lately.filter(staff__in=list(staff))
        .order_by()
        .values_list("staff")
        .annotate(load=Sum(F("weight") * faded, output_field=FloatField()), last_hot=Max("at", filter=Q(emotion__gte=HOT_FROM)))
    )
    return {pk: Strain(float(load), last_hot) for pk, load, last_hot in rows}


def strain_of(staff: int, *, at: datetime) -> Strain:
    """Give what one person bears."""
    return strains([staff], at=at).get(staff, Strain())


def _lately(at: datetime) -> QuerySet[HeatBorne]:
    now = hour_of(at)
    return HeatBorne.objects.filter(hour__gte=now - LOOKED_BACK_HOURS, hour__lte=now, at__lte=at)


def heat_lately(staff: int, *, at: datetime) -> QuerySet[HeatBorne, Any]:
    """Give the cases whose heat somebody bore lately, with their messages, the hottest, the weight and the last; newest first."""
    return (
        _lately(at)
        .filter(staff=staff)
        .order_by()
        .values("case__number", "case__title")
        .annotate(messages=Count("pk"), emotion=Max("emotion"), weight=Sum("weight"), last=Max("at"))
        .order_by("-last")
    )
