"""What is seen of a customer weighs in the emotion shown (A12): body language is more credible than words. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.cases.models import Observation

SEEN_FOR = timedelta(minutes=20)  # what was seen longer ago says nothing of now


def weighed(read: int, seen: Observation | None, *, at: datetime) -> int:
    """Give the emotion (0 to 3) to show, from that read in the words and what was seen lately.

    Who looks more heated than they speak is as heated as they look. Who looks calmer than they speak counts one level calmer, no
    more: calm hands do not take angry words back.
    """
    if seen is None or abs(at - seen.at) > SEEN_FOR:
        return read
    return seen.heat if seen.heat >= read else read - 1
