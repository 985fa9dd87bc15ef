"""How a piece of evidence is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from dingxin.evidence.models import Item

register = template.Library()
ICONS = {"audio": "speakerphone", "image": "photo", "video": "player-play"}


@register.filter
def kind_icon(item: Item) -> str:
    """Name the icon of what a file is."""
    return ICONS.get(item.media_type.partition("/")[0], "file-text")
