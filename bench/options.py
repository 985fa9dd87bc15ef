"""A hundred remedies ranked for a case, beside what looking at each of them once costs."""

from __future__ import annotations

from random import Random

from bench.figures import say, spread, timed
from dingxin.engine.hands import deal, retreat
from dingxin.engine.model import DEMANDS, NEEDS
from dingxin.engine.options import FAMILIES, Objected, Ranked, Remedy, Wanted, rank

GOAL_P99_MS = 5.0
REMEDIES = 100
KINDS = sorted(kind for kinds in FAMILIES.values() for kind in kinds)
WAYS = ("meet", "ladder", "other_needs", "firm_no", "unresolvable")


def run(*, quick: bool) -> None:
    """Time the ranking of the same remedies for many cases, and give its ratio to sorting them by their cost alone."""
    draw = Random(7)  # noqa: S311  repeatable, not secret
    remedies = [_remedy(draw, number) for number in range(REMEDIES)]
    cases = [_case(draw) for _ in range(200 if quick else 5000)]
    seconds = [timed(lambda: rank(remedies, wanted)) for wanted in cases]  # noqa: B023  called at once
    dealt = [timed(lambda: _hand(rank(remedies, wanted), wanted.way)) for wanted in cases[:1000]]  # noqa: B023  called at once
    plain = min(timed(lambda: _by_cost(remedies)) for _ in range(200))
    say(f"{REMEDIES} remedies, {sum(len(rank(remedies, wanted)) for wanted in cases[:100]) / 100:.0f} of them fit a case")
    say(f"{'rank':34}{spread(seconds)}   (goal p99 {GOAL_P99_MS:g} ms)")
    say(f"{'rank and deal a hand':34}{spread(dealt)}")
    ratio = sorted(seconds)[len(seconds) // 2] / plain
    say(f"{'sorting them by cost':34}{plain * 1000:12.3f} ms   ranking takes {ratio:.0f} times as long")


def _hand(ranked: list[Ranked], way: str) -> list[Ranked]:
    return retreat(ranked) if way == "ladder" else deal(ranked)


def _by_cost(remedies: list[Remedy]) -> list[Ranked]:
    """Rank the plain way: what costs least comes first, without looking at the case."""
    return [Ranked(remedy, -remedy.cost, ()) for remedy in sorted(remedies, key=lambda remedy: remedy.cost)]


def _remedy(draw: Random, number: int) -> Remedy:
    return Remedy(
        code=f"r{number}", kind=draw.choice(KINDS), needs={need: draw.randint(1, 3) for need in draw.sample(NEEDS, 4)},
        demands=frozenset(draw.sample(DEMANDS, 3)), industries=frozenset(draw.choice([(), (), ("telecom",), ("hotel",)])),
        faults=frozenset(draw.choice([(), ("ours", "both"), ("ours", "open")])), amount=draw.choice([0, 10, 35, 120]),
        cost=draw.randint(0, 90), within=draw.choice([True, True, False]), accepted=draw.random(), days=draw.randint(0, 5),
        effort=draw.choice([True, False]),
    )  # fmt: skip


def _case(draw: Random) -> Wanted:
    past = tuple(
        Objected(f"r{draw.randrange(REMEDIES)}", draw.choice(KINDS), "too_little", 10, 2) for _ in range(draw.randint(0, 2))
    )
    return Wanted(
        needs=tuple(draw.sample(NEEDS, 4)), demands=tuple(draw.sample(DEMANDS, 2)), way=draw.choice(WAYS), fault="ours",
        industry="telecom", tier="new", bottom=draw.choice([None, 60.0, 100.0]), claimed=120.0, objected=past,
    )  # fmt: skip
