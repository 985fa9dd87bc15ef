"""kill -9 while words come in: what was acknowledged is there, what is there is whole, and the same call goes on from there."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest

import make
from dingxin.audit.queries import broken_places, logged_events
from dingxin.cases.models import Message
from dingxin.cases.queries import unrecorded_cases

WRITER = """
import sys, django
django.setup()
from django.utils import timezone
from dingxin.accounts.models import Staff
from dingxin.cases import actions
from dingxin.cases.models import Case
lin, case = Staff.objects.get(username="lin"), Case.objects.get(number=sys.argv[1])
for serial in range(100_000):
    add = (actions.add_customer_message, actions.write_note)[serial % 2]
    message = add(case, text=f"第{serial}句：还没有修好。", actor=lin, at=timezone.now(), token=f"{sys.argv[2]}-{serial}")
    print(message.pk, flush=True)
"""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_acknowledged_word_is_lost(committed_db, cast, seed):
    case = make.case(cast.lin)
    chance = random.Random(seed)  # noqa: S311  a moment, no secret
    acknowledged: list[int] = []
    command = [sys.executable, "-c", WRITER, case.number, str(seed)]
    with subprocess.Popen(command, env=committed_db.env, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603  our own code
        acknowledged.append(int(writer.stdout.readline()))
        time.sleep(chance.uniform(0.05, 0.5))
        writer.kill()
        acknowledged += [int(line) for line in writer.stdout.read().splitlines()]
    kept = list(Message.objects.filter(case=case).values_list("pk", flat=True))
    assert set(acknowledged) <= set(kept)
    assert not list(broken_places(logged_events()))
    assert not list(unrecorded_cases())
    for message in Message.objects.filter(pk__in=kept, kind="customer"):
        assert message.reading
        assert case.events.filter(kind="message.received", data__message=message.pk).exists()
    again = make.message(case, token=f"{seed}-0", text="第0句：还没有修好。", by=cast.lin)
    assert again.pk == acknowledged[0]
