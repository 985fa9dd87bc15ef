"""What a file is, told from its content; and names that can be kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.evidence.media import MOST_NAME, clean_name, sniff


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"#!AMR\n", "audio/amr"),
        (b"%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04....word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"PK\x03\x04....a.txt", "application/zip"),
        ("您好，账单".encode(), "text/plain"),
        ("您好，账单".encode("gb18030"), "text/plain"),
        ("您好".encode()[:-1], "text/plain"),
        (b"<svg onload=x>", "text/plain"),
        ("\ufeff您好".encode("utf-16-le"), "text/plain"),
        (b"MZ\x90\x00\x03", "application/octet-stream"),
        (b"not at the start WAVE", "text/plain"),
        (b"\x1a\x45\xdf\xa3\x42\x82\x84webm", "video/webm"),
    ],
)
def test_sniff(head, kind):
    assert sniff(head) == kind


@given(st.binary(max_size=300))
def test_any_bytes_are_something(head):
    assert "/" in sniff(head)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\照片\\一.jpg", "一.jpg"),
        ("", "file"),
        ("..", "file"),
        ("a\x00b\n.txt", "ab.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("长" * 300 + ".docx", "长" * (MOST_NAME - 5) + ".docx"),
        ('a"b*.png', "a_b_.png"),
    ],
)
def test_names_are_cleaned(given_name, kept):
    assert clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_any_name_can_be_kept(name):
    kept = clean_name(name)
    assert 0 < len(kept) <= MOST_NAME
    assert not set('/\\\n\r\x00<>:"|?*') & set(kept)
