"""Keeping what staff bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.accounts.models import HeatBorne, heat_weight, hour_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model


def bear_heat(staff: int, *, case: Model, message: Model, emotion: int, at: datetime) -> None:
    """Keep that somebody (by id) had a heated customer before them (B8); a calm message weighs nothing.

    It is part of recording the message, whose event carries the emotion.
    """
    if weight := heat_weight(emotion):
        HeatBorne.objects.create(
            staff_id=staff, case_id=case.pk, message_id=message.pk, emotion=emotion, weight=weight, at=at, hour=hour_of(at)
        )
