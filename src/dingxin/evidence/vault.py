"""Where the files of evidence lie: named by the SHA-256 of their content, written so that no crash leaves half of one."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from django.core.files.storage import FileSystemStorage, storages

from dingxin.evidence.media import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

INCOMING = "incoming"
CHUNK = 1024 * 1024


class TooLargeError(ValueError):
    """Raised when a file is larger than may be kept."""


class DamagedError(OSError):
    """Raised when what is stored under a hash is not what it should be."""


class Kept(NamedTuple):
    """A file as it was kept: its hash, its size in bytes, and its first bytes."""

    digest: str
    size: int
    head: bytes


class Vault(FileSystemStorage):
    """Files of evidence on a disk. Another storage (S3-compatible) takes its place by offering ``keep`` and ``chunks``."""

    def keep(self, chunks: Iterable[bytes], *, most: int) -> Kept:
        """Write a file as it streams in, hash it, and link it into place once it is safe on the disk; the same content lies once.

        Raises:
            TooLargeError: it has more than ``most`` bytes; nothing of it stays.
            OSError: the disk is full or fails; nothing of it stays.

        """
        with self._draft() as (file, path):
            kept = _written(file, chunks, most)
            path.chmod(0o400)
            self._place(path, kept)
        return kept

    @contextmanager
    def _draft(self) -> Iterator[tuple[IO[bytes], Path]]:
        """Give a file that only its owner reads and that is gone afterwards, whatever happens."""
        folder = Path(self.base_location) / INCOMING
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file, Path(name)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()

    def _place(self, draft: Path, kept: Kept) -> None:
        place = Path(self.path(place_of(kept.digest)))
        place.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            os.link(draft, place)
        except FileExistsError:
            if place.stat().st_size != kept.size:
                msg = f"The stored file {place} is damaged."
                raise DamagedError(msg) from None
        for folder in (place.parent, place.parent.parent):  # the names are on the disk as well
            _sync(folder)

    def chunks(self, digest: str) -> Iterator[bytes]:
        """Give the content under a hash, piece by piece.

        Raises:
            FileNotFoundError: it is not there.

        """
        with Path(self.path(place_of(digest))).open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def has(self, digest: str) -> bool:
        """Whether there is a file under a hash."""
        return Path(self.path(place_of(digest))).is_file()

    def stored(self) -> Iterator[str]:
        """Give the hash under which each stored file lies."""
        for path in sorted(Path(self.base_location).glob("[0-9a-f][0-9a-f]/*")):
            yield path.name

    def clear_drafts(self, *, before: float) -> int:
        """Remove what killed uploads left before a moment (seconds since 1970); give how many there were."""
        left = [path for path in (Path(self.base_location) / INCOMING).glob("*") if path.stat().st_mtime < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def delete(self, name: str) -> None:
        """Refuse: evidence is never removed."""
        msg = f"Evidence is never removed: {name}"
        raise TypeError(msg)


def _written(file: IO[bytes], chunks: Iterable[bytes], most: int) -> Kept:
    digest, size, head = hashlib.sha256(), 0, b""
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise TooLargeError
        digest.update(chunk)
        file.write(chunk)
        if len(head) < HEAD_BYTES:
            head += chunk[: HEAD_BYTES - len(head)]
    file.flush()
    os.fsync(file.fileno())
    return Kept(digest.hexdigest(), size, head)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def place_of(digest: str) -> str:
    """Give the place of a file below the folder of evidence: two letters of its hash, then all of it."""
    return f"{digest[:2]}/{digest}"


def vault() -> Vault:
    """Give the storage the settings name."""
    return cast("Vault", storages["evidence"])
