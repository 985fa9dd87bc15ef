"""The evidence of a case as one ZIP that streams: each file as it was stored, and a manifest for programs and for people."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from dingxin.evidence.queries import events_of
from dingxin.evidence.vault import vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.audit.models import Event
    from dingxin.cases.models import Case
    from dingxin.evidence.models import Item


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported: whose evidence, by whom, and when."""

    case: Case
    items: list[Item]
    actor: Staff
    at: datetime


class _Pipe:
    """What a ZIP is written to: it gives back what was written since it was asked last, and keeps nothing else."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Do nothing: what was written is there."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zipped(export: Export) -> Iterator[bytes]:
    """Give the ZIP piece by piece, in the memory of one piece. Every file is hashed anew on its way.

    The database is asked before the first piece: the pieces are taken elsewhere than in the request.
    """
    return _pieces(export, _lines(export), get_language())


def _pieces(export: Export, lines: list[dict[str, Any]], language: str | None) -> Iterator[bytes]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]  # it asks for write and flush only
        for line, item in zip(lines, export.items, strict=True):
            digest = hashlib.sha256()
            try:
                with archive.open(zipfile.ZipInfo(line["file"], _stamp(item.at)), "w", force_zip64=True) as entry:
                    for chunk in vault().chunks(item.digest):
                        digest.update(chunk)
                        entry.write(chunk)
                        yield pipe.taken()
            except OSError:
                line["whole"] = False
            else:
                line["whole"] = digest.hexdigest() == item.digest
        archive.writestr("manifest.json", json.dumps(_head(export) | {"items": lines}, ensure_ascii=False, indent=2))
        with override(language):
            archive.writestr("manifest.txt", "\ufeff" + readable(export, lines))
    yield pipe.taken()


def _stamp(at: datetime) -> tuple[int, int, int, int, int, int]:
    local = timezone.localtime(at)
    return local.year, local.month, local.day, local.hour, local.minute, local.second


def _head(export: Export) -> dict[str, Any]:
    return {"case": export.case.number, "exported_by": str(export.actor), "exported_at": export.at.isoformat()}


def _lines(export: Export) -> list[dict[str, Any]]:
    events = events_of(export.case)
    return [_line(number, item, events.get(item.pk)) for number, item in enumerate(export.items, 1)]


def _line(number: int, item: Item, event: Event | None) -> dict[str, Any]:
    return {
        "file": f"{number:03d}-{item.digest[:8]}-{item.name}", "name": item.name, "sha256": item.digest, "size": item.size,
        "media_type": item.media_type, "source": item.source, "source_words": item.get_source_display(),
        "channel": item.channel, "channel_words": item.get_channel_display() if item.channel else "", "note": item.note,
        "added_by": str(item.added_by), "added_at": item.at.isoformat(),
        "event": {"seq": event.seq, "hash": event.hash} if event else None, "whole": None,
    }  # fmt: skip


def readable(export: Export, lines: list[dict[str, Any]]) -> str:
    """Give the manifest as people read it."""
    said = [
        _("Evidence of case %(number)s") % {"number": export.case.number},
        _("Exported by %(name)s on %(time)s") % {"name": export.actor, "time": _moment(export.at)},
        _("Check a file: “sha256sum FILE” gives the hash that stands here."),
    ]
    said += [_paragraph(line, item) for line, item in zip(lines, export.items, strict=True)]
    return "\r\n\r\n".join(said) + "\r\n"


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i:s T")


def _paragraph(line: dict[str, Any], item: Item) -> str:
    event = line["event"]
    rows = {
        _("File"): line["file"],
        "SHA-256": line["sha256"],
        _("Size"): _("%(size)d bytes") % {"size": line["size"]},
        _("Kind"): line["media_type"],
        _("From"): " · ".join(filter(None, (line["source_words"], line["channel_words"]))),
        _("Added"): f"{line['added_by']} · {_moment(item.at)}",
        _("Note"): line["note"],
        _("Event"): f"#{event['seq']} {event['hash']}" if event else "—",
        _("Checked now"): _("unchanged") if line["whole"] else _("NOT AS IT WAS RECORDED"),
    }
    return "\r\n".join(f"{name}: {words}" for name, words in rows.items() if words)
