"""What the people of the demo do: each verb is the action of its name, by theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.console.demo.verbs import cases, deals, evidence, money, offers, people, recovery, stand

if TYPE_CHECKING:
    from dingxin.console.demo.moments import Verb

VERBS: dict[str, Verb] = {}
for _theme in (cases, people, stand, offers, money, deals, recovery, evidence):
    VERBS |= _theme.VERBS
