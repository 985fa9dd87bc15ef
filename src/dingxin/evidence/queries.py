"""Every read of evidence and reviews worth a name."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from dingxin.accounts.models import Role, Staff
from dingxin.accounts.queries import staff_list
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.cases.models import Case, Message
from dingxin.evidence.models import Concern, Item, MaliceReview, ReviewState
from dingxin.evidence.vault import vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from dingxin.evidence.models import ItemQuerySet

WAITING_PERMISSION = "evidence.list_malice_reviews"


def evidence_of(case: Case) -> ItemQuerySet:
    """Give the evidence of a case, and of those merged into it, in the order in which it was added."""
    merged = Message.objects.filter(case=case).exclude(came_from=None).values("came_from")
    return Item.objects.filter(Q(case=case) | Q(case__in=merged)).select_related("added_by")


def concerns_of(case: Case) -> QuerySet[Concern]:
    """Give whom the complaint is about."""
    return case.concerns.filter(withdrawn_at=None).select_related("staff")


def nameable(case: Case) -> QuerySet[Staff]:
    """Give whom a complaint can be about: the people of the case's branch, and who owns or handles it from elsewhere."""
    people = Q(branch=case.branch_id) | Q(pk__in=[case.owner_id, case.handler_id or case.owner_id])
    return staff_list().filter(people, is_active=True)


def reviews_of(case: Case, user: Staff, *, at: datetime) -> QuerySet[MaliceReview]:
    """Give the reviews of a case that this person may still see, the newest first: what is long decided is for administrators."""
    rows = case.malice_reviews.select_related("case__customer", "asked_by", "handler", "decided_by", "appealed_by", "settled_by")
    if user.role == Role.ADMINISTRATOR:
        return rows
    return rows.filter(Q(expires_at=None) | Q(expires_at__gt=at) | Q(state=ReviewState.APPEALED))


def reviews_waiting(user: Staff) -> QuerySet[MaliceReview]:
    """Give the reviews this person may decide now, the oldest first: of cases they lead, where they had no part themselves."""
    if not user.has_perm(WAITING_PERMISSION):
        return MaliceReview.objects.none()
    states = Q(state=ReviewState.OPEN) & ~Q(case__handler=user)
    if user.role == Role.ADMINISTRATOR:
        states |= Q(state=ReviewState.APPEALED) & ~Q(decided_by=user) & ~Q(case__handler=user)
    cases = Case.objects.visible_to(user)
    if user.role == Role.MANAGER:
        cases = cases.filter(branch=user.branch_id)
    rows = (
        MaliceReview.objects.filter(states, case__in=cases.order_by().values("pk")).exclude(asked_by=user).exclude(handler=user)
    )
    concerned = Concern.objects.filter(case=OuterRef("case"), staff=user, withdrawn_at=None)
    return rows.exclude(Exists(concerned)).select_related("case__customer", "case__branch", "asked_by").order_by("asked_at", "pk")


def spared(case: str, staff: str) -> Exists:
    """Say of a row whether its case counts in no figure about its person (A10), by the names of the two columns.

    So it is where the complaint is about this person and a review of it is open, or found it malicious.
    """
    protecting = MaliceReview.objects.protecting().filter(case=OuterRef("case"))
    named = Concern.objects.filter(case=OuterRef(case), staff=OuterRef(staff), withdrawn_at=None)
    return Exists(named.filter(Exists(protecting)))


def events_of(case: Case) -> dict[int, Event]:
    """Give for each item of a case, by id, the event that recorded it."""
    ids = set(evidence_of(case).values_list("pk", "case")) if case.pk else set()
    rows = Event.objects.filter(kind=Kind.EVIDENCE_ADDED, case__in={owner for _pk, owner in ids})
    return {event.data["id"]: event for event in rows}


class Fault(NamedTuple):
    """An item of evidence that is not as it was recorded, and what is wrong."""

    item: int
    case: str
    reason: str


def faulty_items() -> Iterator[Fault]:
    """Check every item: its file against its hash and size, and its row against the event that recorded it."""
    recorded = Event.objects.filter(kind=Kind.EVIDENCE_ADDED).values_list("case", "data")
    digests = {(case, data["id"]): data["digest"] for case, data in recorded.iterator()}
    seen: dict[str, str] = {}
    for item in Item.objects.select_related("case").order_by("digest", "pk").iterator():
        if item.digest not in seen:
            seen = {item.digest: _stored_fault(item)}
        known = digests.pop((item.case_id, item.pk), "")
        reason = seen[item.digest] or ("" if known == item.digest else _("the record is not the one of the event log"))
        if reason:
            yield Fault(item.pk, item.case.number, reason)
    numbers = dict(Case.objects.filter(pk__in={case for case, _pk in digests}).values_list("pk", "number"))
    for case, pk in sorted(digests):
        yield Fault(pk, numbers[case], _("the record is missing"))


def _stored_fault(item: Item) -> str:
    """Say what is wrong with the file of an item; empty where nothing is."""
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in vault().chunks(item.digest):
            digest.update(chunk)
            size += len(chunk)
    except FileNotFoundError:
        return _("the file is missing")
    except OSError as error:
        return _("the file cannot be read: %(error)s") % {"error": error.strerror}
    return "" if (digest.hexdigest(), size) == (item.digest, item.size) else _("the file was changed")


def unrecorded_files() -> list[str]:
    """Give the stored files that no record names: kept just before a crash, and no evidence of anything."""
    known = set(Item.objects.values_list("digest", flat=True))
    return [digest for digest in vault().stored() if digest not in known]
