"""Drafts and scenes of the tests: written by us, none from a real conversation."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from dingxin.engine.model import AgentTurn, Conversation, CustomerTurn, Policy, Reading, Turn
from dingxin.playbook import load_book, load_engine

DATA = Path(__file__).parent / "engine" / "data"
SPEAKERS = {"c": "customer", "a": "agent"}


def records(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]


@cache
def scenes() -> dict[str, Conversation]:
    return {
        scene["id"]: Conversation(
            turns=tuple(Turn(SPEAKERS[who], text) for who, text in scene["turns"]), industry=scene["industry"], language="zh"
        )
        for scene in records("scenes")
    }


@cache
def engine(industry: str = ""):
    return load_engine(language="zh", industry=industry or None)


@cache
def book(language: str = "zh"):
    return load_book(language)


def review(record: dict[str, Any]):
    """Review a draft of a file in its scene; a person may promise 100 yuan where the record says nothing else."""
    conversation = scenes()[record["s"]]
    policy = Policy(**{"authority_cny": 100, **record.get("p", {})})
    return engine(conversation.industry).review(conversation, record["d"], policy)


def conversation(*said: tuple[str, str], **about: str) -> Conversation:
    return Conversation(turns=tuple(Turn(SPEAKERS[who], text) for who, text in said), **about)


def reading(*turns: CustomerTurn | AgentTurn, grade: str = "none") -> Reading:
    return Reading(
        id="", turns=turns, grade=grade,
        emotion_peak=max((turn.emotion for turn in turns if isinstance(turn, CustomerTurn)), default=0),
    )  # fmt: skip
