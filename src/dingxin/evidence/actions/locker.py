"""Keeping files that prove something, and recording who looked at them."""

from __future__ import annotations

import errno
import re
from logging import getLogger
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked
from dingxin.cases.actions.texts import clean_line
from dingxin.cases.models import Case, Channel
from dingxin.cases.states import State
from dingxin.evidence.media import clean_name, sniff
from dingxin.evidence.models import Item, Source
from dingxin.evidence.queries import evidence_of
from dingxin.evidence.vault import TooLargeError, vault
from dingxin.logs import first_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.evidence.vault import Kept

logger = getLogger(__name__)
MOST_NOTE = 500
MEGABYTE = 1024 * 1024
ENDING = re.compile(r"[A-Za-z][A-Za-z0-9]{1,4}")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Incoming(NamedTuple):
    """A file as it comes in: the name it was given, and its content piece by piece."""

    name: str
    chunks: Iterable[bytes]


class Origin(NamedTuple):
    """Where a file is from, by which way it came, and what is to be known about it."""

    source: str
    channel: str = ""
    note: str = ""


def add_evidence(case: Case, *, file: Incoming, origin: Origin, actor: Staff, at: datetime) -> Item:
    """Keep a file as evidence of a case (A10). First its content is safe on the disk, then it is recorded.

    The same file added twice is recorded twice and lies there once.

    Raises:
        Refused: it is empty or too large, it is not said where it is from, the case was merged, or the disk is full.

    """
    origin = _checked(origin)
    _require_own(case)
    kept = _kept(file)
    if not kept.size:
        raise Refused(_("This file is empty."), field="file")
    return _enter(case, kept, clean_name(file.name), origin, actor=actor, at=at)


def _checked(origin: Origin) -> Origin:
    if origin.source not in Source.values:
        raise Refused(_("Say where the file is from."), field="source")
    if origin.channel and origin.channel not in Channel.values:
        raise Refused(_("Say by which way the file came."), field="channel")
    return origin._replace(note=clean_line(origin.note, MOST_NOTE))


def _require_own(case: Case) -> None:
    if case.state == State.MERGED:
        raise Refused(_("This case was merged into %(number)s: go on there.") % {"number": case.merged_into})


def _kept(file: Incoming) -> Kept:
    most = settings.EVIDENCE_MAX_BYTES
    try:
        return vault().keep(file.chunks, most=most)
    except TooLargeError:
        raise Refused(
            _("This file is larger than %(most)d MB. Send it in parts, or ask the administrator to allow more.")
            % {"most": most // MEGABYTE},
            field="file",
        ) from None
    except OSError as error:
        logger.error("A file of evidence (%s) could not be kept: %s", masked(file.name), first_line(error))  # noqa: TRY400  told in a line
        why = _("there is no room left on the disk") if error.errno in FULL else _("the disk does not take it")
        raise Refused(
            _("The file was not kept: %(why)s. Nothing of it stays; keep the original and tell the administrator.")
            % {"why": why},
            field="file",
        ) from error


def masked(name: str) -> str:
    """Give of a file's name what the log may hold: a name often holds a person's name or number, so its ending alone."""
    ending = clean_name(name).rpartition(".")[2]
    return f"***.{ending}" if ENDING.fullmatch(ending) else "***"


@transaction.atomic
def _enter(case: Case, kept: Kept, name: str, origin: Origin, *, actor: Staff, at: datetime) -> Item:
    case = locked(case)
    _require_own(case)
    item = Item.objects.create(
        case=case, digest=kept.digest, size=kept.size, media_type=sniff(kept.head), name=name, added_by=actor, at=at,
        **origin._asdict(),
    )  # fmt: skip
    record(Kind.EVIDENCE_ADDED, case=case, actor=actor, at=at, id=item.pk, size=item.size, digest=item.digest)
    return item


@transaction.atomic
def view_evidence(item: Item, *, case: Case, actor: Staff, at: datetime) -> Item:
    """Record that somebody looks at a piece of evidence.

    Raises:
        Refused: its file is not there any more.

    """
    if not vault().has(item.digest):
        raise Refused(
            _("The file is not where it was kept. Tell the administrator: “dingxin verify-evidence” names what is lacking.")
        )
    record(Kind.EVIDENCE_VIEWED, case=case, actor=actor, at=at, id=item.pk)
    return item


@transaction.atomic
def export_evidence(case: Case, *, actor: Staff, at: datetime) -> list[Item]:
    """Record that somebody takes all evidence of a case along; give it.

    Raises:
        Refused: there is none.

    """
    items = list(evidence_of(case))
    if not items:
        raise Refused(_("There is no evidence in this case yet."))
    record(Kind.EVIDENCE_EXPORTED, case=case, actor=actor, at=at, items=len(items))
    return items
