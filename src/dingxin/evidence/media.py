"""What a file is, told from its content, and a name that can be kept. Pure: bytes and words in, words out."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

from dingxin.cases.actions.texts import clean_line

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
HEAD_BYTES = 4096
MOST_NAME = 120
NAMELESS = "file"
PLAIN_CONTROLS = b"\t\n\r\f\x1b"


class Magic(NamedTuple):
    """Bytes that stand at a place of every file of a type."""

    start: int
    bytes: bytes
    type: str


MAGICS = (
    Magic(0, b"\xff\xd8\xff", "image/jpeg"),
    Magic(0, b"\x89PNG\r\n\x1a\n", "image/png"),
    Magic(0, b"GIF87a", "image/gif"),
    Magic(0, b"GIF89a", "image/gif"),
    Magic(8, b"WEBP", "image/webp"),
    Magic(0, b"BM", "image/bmp"),
    Magic(0, b"II*\x00", "image/tiff"),
    Magic(0, b"MM\x00*", "image/tiff"),
    Magic(0, b"%PDF-", "application/pdf"),
    Magic(0, b"ID3", "audio/mpeg"),
    Magic(0, b"#!AMR", "audio/amr"),
    Magic(0, b"fLaC", "audio/flac"),
    Magic(0, b"OggS", "audio/ogg"),
    Magic(8, b"WAVE", "audio/wav"),
    Magic(8, b"AVI ", "video/x-msvideo"),
    Magic(0, b"FLV\x01", "video/x-flv"),
    Magic(0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    Magic(0, b"\x00\x00\x01\xba", "video/mpeg"),
    Magic(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    Magic(0, b"Rar!\x1a\x07", "application/vnd.rar"),
    Magic(0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    Magic(0, b"\x1f\x8b", "application/gzip"),
)
BRANDS = {
    b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif", b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4", b"qt  ": "video/quicktime", b"3gp4": "video/3gpp", b"3gp5": "video/3gpp", b"3gp6": "video/3gpp",
}  # fmt: skip
OFFICE = "application/vnd.openxmlformats-officedocument."
INSIDE_ZIP = {
    b"word/": f"{OFFICE}wordprocessingml.document",
    b"xl/": f"{OFFICE}spreadsheetml.sheet",
    b"ppt/": f"{OFFICE}presentationml.presentation",
}


def sniff(head: bytes) -> str:
    """Tell the media type of a file from its first HEAD_BYTES bytes; what looks like a page is text, never HTML."""
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith(b"PK\x03\x04"):
        return next((kind for name, kind in INSIDE_ZIP.items() if name in head), "application/zip")
    for magic in MAGICS:
        if head.startswith(magic.bytes, magic.start) and (magic.start == 0 or head.startswith(b"RIFF")):
            return magic.type
    if _is_mpeg_audio(head):
        return "audio/aac" if head[1] & 0x06 == 0 else "audio/mpeg"
    return TEXT if is_text(head) else UNKNOWN


def _is_mpeg_audio(head: bytes) -> bool:
    """Whether a frame of MPEG audio (or AAC, whose layer is 0) begins here: eleven bits set, then a known version and rate."""
    return (
        len(head) > 2  # noqa: PLR2004  the three bytes that are looked at
        and head[0] == 0xFF  # noqa: PLR2004  eight bits set
        and head[1] & 0xE0 == 0xE0  # noqa: PLR2004  three more
        and head[1] & 0x18 != 0x08  # noqa: PLR2004  the version nobody uses
        and head[2] & 0xF0 != 0xF0  # noqa: PLR2004  a rate that is none
        and not head.startswith(b"\xff\xfe")  # a mark of byte order
    )


def is_text(head: bytes) -> bool:
    """Whether these bytes read as text in UTF-8 or GB 18030, or in UTF-16 with its mark."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(head) % 2 == 0
    if any(byte < 0x20 and byte not in PLAIN_CONTROLS for byte in head):  # noqa: PLR2004  control characters
        return False
    return any(_reads(head, encoding) for encoding in ("utf-8", "gb18030"))


def _reads(head: bytes, encoding: str) -> bool:
    """Whether the bytes are in an encoding; a character cut off at their end (four bytes at most) does not count."""
    for end in range(len(head), max(len(head) - 4, -1), -1):
        try:
            head[:end].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def clean_name(name: str) -> str:
    """Give a file's name as it is kept: no folders, nothing that prints nothing or turns the line about, its ending kept."""
    line = clean_line(name.replace("\\", "/").rpartition("/")[2], 1000).strip(". ")
    for char in '<>:"|?*':
        line = line.replace(char, "_")
    ending = PurePosixPath(line).suffix[:12]
    stem = line[: len(line) - len(PurePosixPath(line).suffix)]
    return (stem[: MOST_NAME - len(ending)].strip() or NAMELESS) + ending
