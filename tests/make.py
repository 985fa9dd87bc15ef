"""Builders of rows for tests. They go through the actions, so that what they make could have been made by a person."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from dingxin.accounts import actions as accounts
from dingxin.cases import actions as cases
from dingxin.evidence import actions as proofs
from dingxin.replies.actions import send_reply

if TYPE_CHECKING:
    from dingxin.accounts.models import Branch, Staff, Team
    from dingxin.cases.models import Case, Category, Customer, Message
    from dingxin.evidence.models import Item

AT = datetime(2025, 6, 11, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Wednesday
PASSWORD = "correct-horse-battery"
GRUMBLE = "你们这个月的话费账单里怎么多了三十五块的信息费？我从来没有订过，请给我查清楚退回来。"
ANSWER = "给您添了麻烦，真是抱歉，换作是我也会着急。我这就去核对您这个月的账单，今天下午五点前打电话告诉您结果。"
LATE = 16  # the hour from which an answer for today comes too late
_serial = count(1)


def branch(code: str = "", *, name: str = "", industry: str = "telecom", at: datetime = AT) -> Branch:
    code = code or f"B{next(_serial)}"
    return accounts.create_branch(actor=None, at=at, code=code, name=name or f"{code} 营业厅", industry=industry)


def team(where: Branch, *, name: str = "", at: datetime = AT) -> Team:
    return accounts.create_team(actor=None, at=at, branch=where, name=name or f"{next(_serial)} 组")


def staff(username: str = "", *, role: str = "agent", where: Branch | None = None, at: datetime = AT, **fields: Any) -> Staff:
    username = username or f"staff{next(_serial)}"
    fields = {"name": username.title(), "authority_cny": 100, **fields}
    return accounts.create_staff(
        actor=None, at=at, password=fields.pop("password", PASSWORD), username=username, role=role, branch=where, **fields
    )


def customer(by: Staff, *, phone: str = "", name: str = "", email: str = "", at: datetime = AT) -> Customer:
    """Make a customer; a phone number of their own unless one is given."""
    phone = phone or f"1990000{next(_serial):04d}"
    return cases.find_or_create_customer(phone=phone, name=name, email=email, actor=by, at=at)


def category(*, name: str = "", industry: str = "telecom", at: datetime = AT) -> Category:
    return cases.create_category(actor=None, at=at, name=name or f"类别 {next(_serial)}", industry=industry)


def case(by: Staff, *, text: str = GRUMBLE, of: Customer | None = None, at: datetime = AT, **fields: Any) -> Case:
    """Open a case with its first words, in the branch of whoever opens it."""
    fields = {"channel": "hall", "branch": by.branch, "customer": of or customer(by, at=at), **fields}
    return cases.open_case(text=text, actor=by, at=at, **fields)


def message(
    where: Case, *, text: str = "还没有人给我答复，我很着急。", by: Staff | None = None, at: datetime = AT, **fields: Any
) -> Message:
    return cases.add_customer_message(where, text=text, actor=by or where.owner, at=at, **fields)


def reply(where: Case, *, text: str | None = None, by: Staff | None = None, at: datetime = AT, **fields: Any) -> Message:
    return send_reply(where, text=answer(at) if text is None else text, actor=by or where.owner, at=at, **fields)


def answer(at: datetime) -> str:
    """Give an answer whose time lies ahead at any hour."""
    return ANSWER if timezone.localtime(at).hour < LATE else ANSWER.replace("今天", "明天")


def note(where: Case, *, text: str = "已请账务组核对。", by: Staff | None = None, at: datetime = AT, **fields: Any) -> Message:
    return cases.write_note(where, text=text, actor=by or where.owner, at=at, **fields)


def resolved_case(by: Staff, *, at: datetime = AT, **fields: Any) -> Case:
    """Open a case, answer it and mark it resolved."""
    row = case(by, at=at, **fields)
    reply(row, by=by, at=at)
    return cases.mark_resolved(row, actor=by, at=at)


def content_case(by: Staff, *, at: datetime = AT, **fields: Any) -> Case:
    """Make a resolved case whose customer says that it is really solved."""
    row = resolved_case(by, at=at, **fields)
    cases.record_verdict(row, content=True, words="谢谢，查清楚了就好。", actor=by, at=at)
    row.refresh_from_db()
    return row


def closed_case(by: Staff, *, at: datetime = AT, **fields: Any) -> Case:
    """Make a case closed with a content customer."""
    return cases.close_case(content_case(by, at=at, **fields), actor=by, at=at)


def evidence(
    where: Case, *, name: str = "录音.mp3", content: bytes = b"ID3 one", by: Staff | None = None, at: datetime = AT, **origin: str
) -> Item:
    """Add a file to the evidence of a case; ask for the fixture ``vault`` beside it."""
    file, origin = proofs.Incoming(name, [content]), {"source": "customer", "channel": "chat", **origin}
    return proofs.add_evidence(where, file=file, origin=proofs.Origin(**origin), actor=by or where.owner, at=at)
