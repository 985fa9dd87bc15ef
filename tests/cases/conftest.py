"""What tests of cases may ask for."""

from __future__ import annotations

from itertools import count

import pytest

import make
from dingxin.cases.actions import Arrival, adopt_conversations
from dingxin.cases.readings import engine_for
from dingxin.engine.model import Conversation, Turn


@pytest.fixture
def imported(cast, at):
    """``imported()`` is a case from elsewhere that nobody handles yet, in branch A."""
    serial = count(1)

    def adopt(*turns):
        said = Conversation(turns=turns or (Turn("customer", make.GRUMBLE),), id=f"c{next(serial)}")
        arrival = Arrival(said, engine_for("telecom").read(said), f"import:{said.id}")
        return adopt_conversations([arrival], branch=cast.branch_a, actor=cast.gu, at=at)[0]

    return adopt
