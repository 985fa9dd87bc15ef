"""A draft reviewed in a ten-turn conversation, in process."""

from __future__ import annotations

from bench.figures import say, spread, timed
from bench.said import DRAFT, conversation
from dingxin.engine.model import Policy
from dingxin.playbook import load_engine

TURNS = 10
GOAL_P99_MS = 2.0


def run(*, quick: bool) -> None:
    """Time the same engine on many conversations and drafts that differ by what was typed so far."""
    engine = load_engine(industry="telecom")
    policy = Policy(authority_cny=100, industry="telecom")
    drafts = [DRAFT + "。" * (number % 3) for number in range(100 if quick else 2000)]
    talks = [conversation(number, TURNS) for number in range(len(drafts))]
    seconds = [timed(lambda: engine.review(talk, draft, policy)) for talk, draft in zip(talks, drafts, strict=True)]  # noqa: B023  called at once
    review = engine.review(talks[0], DRAFT, policy)
    say(f"{len(DRAFT)} characters, {TURNS} turns, {len(review.faults)} findings, verdict {review.verdict}")
    say(f"whole review      {spread(seconds)}   (goal p99 {GOAL_P99_MS:g} ms)")
    say(f"reading alone     {spread([timed(lambda: engine.read(talk)) for talk in talks])}")  # noqa: B023  called at once
