"""The evidence of a case is kept as it came: hashed, recorded, never replaced (A10)."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import logging
import os
import time
import zipfile

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import AppendOnlyError, Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.evidence import actions
from dingxin.evidence import vault as vaults
from dingxin.evidence.export import Export, zipped
from dingxin.evidence.models import Item
from dingxin.evidence.queries import evidence_of, faulty_items, unrecorded_files
from dingxin.evidence.vault import place_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vault")]
SOUND = b"ID3\x04 a recording"


@pytest.fixture
def case(cast):
    return make.case(cast.lin)


def drafts(vault):
    return list((vault / "incoming").iterdir())


def test_a_file_is_kept_under_its_hash_and_recorded(cast, case, vault, at):
    item = make.evidence(case, content=SOUND, note=" 客户\n当面交来 ")
    digest = hashlib.sha256(SOUND).hexdigest()
    assert (item.digest, item.size, item.media_type, item.note) == (digest, len(SOUND), "audio/mpeg", "客户 当面交来")
    stored = vault / place_of(digest)
    assert stored.read_bytes() == SOUND
    assert stored.stat().st_mode & 0o777 == 0o400
    assert drafts(vault) == []
    event = Event.objects.get(kind=Kind.EVIDENCE_ADDED)
    assert (event.case, event.actor, event.at) == (case, cast.lin, at)
    assert event.data == {"id": item.pk, "size": len(SOUND), "digest": digest}


def test_the_same_file_twice_is_recorded_twice_and_lies_there_once(case, vault):
    first, second = make.evidence(case, content=SOUND), make.evidence(case, content=SOUND, name="又一次.mp3")
    assert first.pk != second.pk
    assert [path.name for path in vault.glob("??/*")] == [first.digest]
    assert list(evidence_of(case)) == [first, second]


def test_the_type_is_told_from_the_content_and_not_from_the_name(case):
    assert make.evidence(case, name="照片.jpg", content=b"<html><script>alert(1)</script>").media_type == "text/plain"
    assert make.evidence(case, name="x.txt", content=b"\x89PNG\r\n\x1a\n0000").media_type == "image/png"


@pytest.mark.parametrize(
    ("more", "field"),
    [({"content": b""}, "file"), ({"source": "rumour"}, "source"), ({"channel": "pigeon"}, "channel")],
)
def test_what_is_refused_leaves_nothing(case, vault, more, field):
    with pytest.raises(Refused) as refused:
        make.evidence(case, **more)
    assert refused.value.field == field
    assert not Item.objects.exists()
    assert not list(vault.glob("incoming/*"))


def test_a_file_that_is_too_large_is_not_read_to_its_end(case, vault, settings):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    read = []

    def chunks():
        for number in range(1000):
            read.append(number)
            yield bytes(512 * 1024)

    with pytest.raises(Refused, match="1 MB"):
        actions.add_evidence(
            case, file=actions.Incoming("x", chunks()), origin=actions.Origin("staff"), actor=case.owner, at=make.AT
        )
    assert len(read) == 3
    assert drafts(vault) == []
    assert list(vault.glob("??/*")) == []


def test_a_full_disk_leaves_nothing_and_says_so_without_the_name(case, vault, monkeypatch, caplog):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(vaults.os, "fsync", full)
    with caplog.at_level(logging.ERROR), pytest.raises(Refused, match="磁盘"):
        make.evidence(case, name="周岚 19900001234 录音.mp3")
    assert drafts(vault) == []
    assert list(vault.glob("??/*")) == []
    assert not Item.objects.exists()
    assert "No space left" in caplog.text
    assert "***.mp3" in caplog.text
    assert "19900001234" not in caplog.text
    assert "周岚" not in caplog.text


def test_a_stored_file_that_is_damaged_is_not_built_upon(case, vault):
    item = make.evidence(case, content=SOUND)
    stored = vault / place_of(item.digest)
    stored.chmod(0o600)
    stored.write_bytes(b"short")
    with pytest.raises(Refused):
        make.evidence(case, content=SOUND)
    assert stored.read_bytes() == b"short"


def test_a_merged_case_takes_no_more_and_its_evidence_goes_along(cast, case):
    item = make.evidence(case)
    other = make.case(cast.lin, of=case.customer)
    cases.merge_case(case, into=other, actor=cast.lin, at=make.AT)
    case.refresh_from_db()
    with pytest.raises(Refused, match=other.number):
        make.evidence(case)
    assert list(evidence_of(other)) == [item]
    third = make.case(cast.lin, of=case.customer)
    cases.merge_case(other, into=third, actor=cast.lin, at=make.AT)
    assert list(evidence_of(third)) == [item]


def test_nothing_is_replaced_or_removed(case):
    item = make.evidence(case)
    for act in (lambda: Item.objects.update(note="x"), lambda: Item.objects.all().delete(), item.delete):
        with pytest.raises(AppendOnlyError):
            act()
    for statement in ("UPDATE evidence_item SET note = 'x'", "DELETE FROM evidence_item"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    item.note = "another"
    with pytest.raises(DatabaseError), transaction.atomic():
        item.save()
    with pytest.raises(TypeError):
        vaults.vault().delete(place_of(item.digest))


def test_looking_and_taking_along_are_recorded(cast, case, vault, at):
    with pytest.raises(Refused):
        actions.export_evidence(case, actor=cast.chen, at=at)
    item = make.evidence(case)
    actions.view_evidence(item, case=case, actor=cast.chen, at=at)
    actions.export_evidence(case, actor=cast.chen, at=at)
    kinds = list(Event.objects.filter(case=case, actor=cast.chen).order_by("seq").values_list("kind", "data"))
    assert kinds == [(Kind.EVIDENCE_VIEWED, {"id": item.pk}), (Kind.EVIDENCE_EXPORTED, {"items": 1})]
    (vault / place_of(item.digest)).unlink()
    with pytest.raises(Refused, match="verify-evidence"):
        actions.view_evidence(item, case=case, actor=cast.chen, at=at)


def test_the_export_holds_every_file_and_a_manifest(cast, case, vault, at):
    whole, changed = make.evidence(case, content=SOUND, name="a.mp3"), make.evidence(case, content=b"%PDF-1", name="../b?.pdf")
    stored = vault / place_of(changed.digest)
    stored.chmod(0o600)
    stored.write_bytes(b"%PDF-2")
    parts = list(zipped(Export(case, list(evidence_of(case)), cast.chen, at)))
    assert len(parts) > 2
    archive = zipfile.ZipFile(io.BytesIO(b"".join(parts)))
    assert archive.testzip() is None
    names = archive.namelist()
    assert names == [f"001-{whole.digest[:8]}-a.mp3", f"002-{changed.digest[:8]}-b_.pdf", "manifest.json", "manifest.txt"]
    manifest = json.loads(archive.read("manifest.json"))
    first, second = manifest["items"]
    event = Event.objects.get(kind=Kind.EVIDENCE_ADDED, data__id=whole.pk)
    assert (manifest["case"], first["sha256"], first["size"]) == (case.number, whole.digest, len(SOUND))
    assert first["event"] == {"seq": event.seq, "hash": event.hash}
    assert (first["whole"], second["whole"]) == (True, False)
    text = archive.read("manifest.txt").decode("utf-8-sig")
    assert whole.digest in text
    assert event.hash in text
    assert "与登记时不一致" in text


def test_verifying_names_what_was_changed_or_is_missing(case, vault, capsys):
    items = [make.evidence(case, content=word) for word in (b"one", b"two", b"three")]
    call_command("verify_evidence")
    assert "3" in capsys.readouterr().out
    for item, act in ((items[0], "change"), (items[1], "remove")):
        stored = vault / place_of(item.digest)
        stored.chmod(0o600)
        stored.write_bytes(b"ONE") if act == "change" else stored.unlink()
    assert {fault.item for fault in faulty_items()} == {items[0].pk, items[1].pk}
    with pytest.raises(SystemExit) as ended:
        call_command("verify_evidence")
    assert ended.value.code == 1
    out = capsys.readouterr().out
    assert case.number in out
    assert "2" in out


def test_verifying_finds_a_record_that_was_forged(case):
    """A record that claims another file than the event log saw."""
    item = make.evidence(case, content=b"first")
    make.evidence(case, content=b"second")
    connection.disable_constraint_checking()
    event = Event.objects.get(kind=Kind.EVIDENCE_ADDED, data__id=item.pk)
    assert list(faulty_items()) == []
    Item.objects.bulk_create([Item(**{
        name: getattr(item, name) for name in ("case", "digest", "size", "media_type", "name", "source", "added_by", "at")
    })])  # fmt: skip
    assert [fault.item for fault in faulty_items()] == [Item.objects.latest("pk").pk]
    assert event.data["digest"] == item.digest


def test_a_file_left_by_a_crash_is_named_and_no_fault(case, vault, capsys):
    make.evidence(case)
    vaults.vault().keep([b"nobody recorded me"], most=100)
    assert len(unrecorded_files()) == 1
    call_command("verify_evidence")
    assert unrecorded_files()[0] in capsys.readouterr().out


def test_what_a_killed_upload_left_is_removed_after_a_day(case, vault, capsys):
    make.evidence(case)
    old, young = vault / "incoming" / "old", vault / "incoming" / "young"
    for path, age in ((old, 90_000), (young, 60)):
        path.write_bytes(b"half")
        os.utime(path, (time.time() - age,) * 2)
    call_command("verify_evidence")
    assert [path.name for path in drafts(vault)] == ["young"]
    assert "1" in capsys.readouterr().out
