"""What the customer is asked for by a link, in the words of a reply: in their language, for a person to check and send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from dingxin.cases.models import Channel

if TYPE_CHECKING:
    from dingxin.cases.models import Case

WRITTEN = frozenset({Channel.CHAT, Channel.WEB, Channel.MAIL, Channel.SMS, Channel.SOCIAL})
"""The channels in which a reply can carry a link; what is spoken, or goes through somebody else, cannot."""


def carries_links(case: Case) -> bool:
    """Tell whether a reply in the channel of the case can carry a link."""
    return case.channel in WRITTEN


def survey_words(case: Case, link: str) -> str:
    """Give the words that ask for the verdict, with the link at their end on a line of its own."""
    with override("en" if case.language == "en" else "zh-hans"):
        ask = _(
            "Whether it is really solved is for you to say. Please tell us here; it takes a minute, and we read every answer:"
        )
    return f"{ask}\n{link}"
