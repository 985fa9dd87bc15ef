"""A case negotiated in the browser as staff do it, by clicking; and what left for the customer, read back from the database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Max
from django.utils import timezone
from playwright.sync_api import expect

from dingxin.cases.models import Case, MessageKind
from dingxin.cases.readings import conversation_of, engine_for
from dingxin.clocks.queries import calendar_of
from dingxin.engine.model import Policy, Turn
from dingxin.resolution.models import Agreement, Aim, Entry, EntryKind
from dingxin.resolution.queries.ledger import moved_of, verify_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from dingxin.cases.models import Message
    from dingxin.engine.model import Fault
    from dingxin.resolution.models import Obligation, Option
    from dingxin.resolution.queries.ledger import Flaw, Moved

READS_WITHIN = 20_000  # milliseconds until what a customer said was read, also when the engine is only being loaded
PIECE = 5  # so many characters of an aim in a row would give it away


@dataclass
class Desk:
    """A case as one member of staff has it open, on the tab Resolution."""

    page: Page
    pictures: Path

    def open(self, *, phone: str, name: str, text: str, channel: str = "hall") -> str:
        """Take a customer's case; give its address."""
        page = self.page
        page.goto("/cases/new/")
        page.fill("input[name=phone]", phone)
        page.fill("input[name=name]", name)
        page.fill("textarea[name=text]", text)
        page.check(f"input[name=channel][value={channel}]")
        page.click("main form button.btn-primary")
        page.wait_for_url(re.compile(r"/cases/\d{8}-\d{4,}/"))
        self.show()
        return page.url

    def look(self, address: str) -> None:
        """Open a case that somebody else took."""
        self.page.goto(address)
        self.show()

    def show(self, name: str = "resolution") -> None:
        """Show a tab; on a phone, the part of the page it stands in."""
        part = self.page.locator('.parts label:has([value="panel"])')
        if part.is_visible():
            part.click()
        self.page.locator(f'.panel-tabs label:has([value="{name}"])').click()

    def do(self, key: Locator) -> None:
        """Press a key that sends a form, and come back to the tab; it is still shown, without a click."""
        with self.page.expect_navigation():
            key.click()
        expect(self.page.locator("#resolution")).to_be_visible()

    def fill(self, part: str, **values: str | bool) -> None:
        """Unfold a form, fill it in and send it; words come first, for a field one writes in holds the page still."""
        form = self.page.locator(f"{part} form")
        self.page.locator(f"{part} > summary").click()
        fields = {name: form.locator(f'[name="{name}"]').first for name in values}
        kinds = {name: field.evaluate("field => field.type") for name, field in fields.items()}
        for name in sorted(values, key=lambda name: kinds[name] in {"select-one", "radio", "checkbox"}):
            value = values[name]
            if kinds[name] == "select-one":
                fields[name].select_option(str(value))
            elif kinds[name] == "radio":
                form.locator(f'[name="{name}"][value="{value}"]').check()
            elif kinds[name] == "checkbox":
                fields[name].check()
            else:
                fields[name].fill(str(value))
        self.do(form.locator("button").last)

    def hear(self, text: str) -> None:
        """Record what the customer says."""
        self.page.locator('.composer-tabs label:has([value="add_customer_message"])').click()
        pane = self.page.locator(".pane-add_customer_message")
        pane.locator("textarea").fill(text)
        pane.locator("[data-send]").click()
        expect(self.page.locator(".message-customer").last).to_contain_text(text[:12], use_inner_text=True)

    def read(self, *shown: str) -> None:
        """Wait until what was said is read: it comes in by itself."""
        for words in shown:
            expect(self.page.locator("#stand")).to_contain_text(words, timeout=READS_WITHIN)

    def insert(self, key: Locator, *, before: str = "") -> None:
        """Put suggested words into the reply, behind some of one's own."""
        if before:
            self.page.locator('.composer-tabs label:has([value="send_reply"])').click()
            self.page.locator("#reply").fill(before)
        key.click()
        expect(self.page.locator("#reply")).not_to_have_value(before)

    def reviewed(self) -> None:
        """Wait until the draft was reviewed as it stands."""
        with self.page.expect_response("**/review/"):
            self.page.locator("#reply").dispatch_event("input")
        expect(self.page.locator("#review[data-verdict]")).to_be_attached()

    def send(self) -> str:
        """Send the draft, against which nothing is found; give its words."""
        self.reviewed()
        expect(self.page.locator(".finding")).to_have_count(0)
        text, before = self.page.locator("#reply").input_value(), self.page.locator(".message-agent").count()
        self.page.locator("#send").click()
        expect(self.page.locator(".message-agent")).to_have_count(before + 1)
        expect(self.page.locator("#resolution")).to_be_visible()
        return text

    def offer(self, card: Locator, *, before: str = "") -> str:
        """Put an option (or two) into the reply, where it shows as a chip, and send it."""
        self.insert(card.locator("[data-offers]"), before=before)
        expect(self.page.locator(".offer-chip").first).to_be_visible()
        return self.send()

    def settle_demands(self, *wanted: str) -> None:
        """Confirm the demands that are meant, and strike what was read besides."""
        rows = self.page.locator("#stand-demands ~ ul").first.locator("> li")
        while others := [row for row in rows.all() if row.locator("strong").first.inner_text() not in wanted]:
            self.do(others[0].locator('form[action*="/strike/"] button'))
        keys = rows.locator('form[action*="/confirmation/"] button')
        while keys.count():
            self.do(keys.first)
        expect(rows).to_have_count(len(wanted))

    def raise_need(self, name: str) -> None:
        """Move a need up until it stands first."""
        needs = self.page.locator(".stand-needs > li")
        while needs.first.locator("strong").inner_text() != name:
            self.do(needs.filter(has_text=name).locator("button").first)

    def judge(self, **values: str) -> None:
        """Judge on its page: ``complaint``, ``demand``, ``fault`` …; those ending in ``_law`` tick the rule with these words."""
        self.page.locator('a[href*="/judgement/"]').click()
        for name, value in values.items():
            if name.endswith("_law"):
                self.page.locator(f"label.choice:has([name={name}])", has_text=value).locator("input").check()
            elif name in {"complaint", "demand", "fault", "reach"}:
                self.page.locator(f"[name={name}]").select_option(value)
            else:
                self.page.fill(f"[name={name}]", value)
        self.do(self.page.locator("form.judge button.btn-primary"))

    def deal(self) -> list[Decimal]:
        """Let the options be ranked; give what each gives in yuan, in their order."""
        self.do(self.page.locator(".deck-build button"))
        cards = self.page.locator(".deck-card")
        assert 3 <= cards.count() <= 4
        return [_yuan(card.locator(".deck-fold > summary .deck-sum")) for card in cards.all()]

    def object(self, reason: str, words: str) -> None:
        """Record that the customer does not take what is with them, and why."""
        refused = self.page.locator(".deck-offered").first
        self.fill(f"#{refused.locator('details').get_attribute('id')}", reason=reason, words=words)

    def told_until(self, words: str) -> None:
        """Look whether the agreement starts from the time that was told with the offer."""
        told = re.search(r"(?:今天|(\d+)月(\d+)日)(\d\d:\d\d)前", words)
        assert told
        today = timezone.localdate()
        due = self.page.locator('#confirm-agreement [name^="due_"]:visible').input_value()
        assert due.endswith(f"-{int(told[1] or today.month):02}-{int(told[2] or today.day):02}T{told[3]}")

    def agree(self, words: str) -> str:
        """Confirm what the customer accepts in their own words; sum it up for them, and send that."""
        form = self.page.locator("#confirm-agreement form")
        form.locator("[name=words]").fill(words)
        self.do(form.locator(".deal-confirm"))
        expect(self.page.locator(".deal-words")).to_contain_text(words)
        self.insert(self.page.locator(".deal-said"))
        return self.send()

    def request_of(self, customer: str) -> Locator:
        """Give the request for an approval in this customer's case, among those that wait."""
        self.page.goto("/approvals/")
        return self.page.locator(".approval", has_text=customer)

    def picture(self, name: str) -> None:
        """Keep what is on the screen."""
        self.page.screenshot(path=self.pictures / f"{name}.png")


def _yuan(sums: Locator) -> Decimal:
    return Decimal(sums.inner_text().strip("¥").replace(",", "")) if sums.count() else Decimal(0)


def number_of(address: str) -> str:
    """Give the number of the case at an address."""
    return address.split("/cases/")[1].split("/", maxsplit=1)[0]


@dataclass(frozen=True)
class Kept:
    """What the database holds of a negotiation: its agreement with what was owed, given and booked; what is still promised."""

    agreement: Agreement
    owed: Obligation
    paid: list[tuple[str | None, Decimal]]
    moved: Moved
    options: list[Option]
    promised: list[str]
    flaws: list[Flaw]


def kept_of(number: str) -> Kept:
    """Read back what became of a negotiation."""
    made = Agreement.objects.select_related("case").get(case__number=number)
    owed = made.obligations.select_related("promise", "option").get()
    entries = Entry.objects.filter(kind=EntryKind.PAY, obligation=owed).order_by("pk")
    paid = [(entry.reference, max(entry.postings.values_list("amount", flat=True))) for entry in entries]
    options = made.case.options.select_related("remedy").exclude(state__in=["deck", "replaced"]).order_by("message", "pk")
    return Kept(
        agreement=made, owed=owed, paid=paid, moved=moved_of(owed.option), options=list(options),
        promised=[row.text for row in made.case.promises.owed()], flaws=list(verify_ledger()),
    )  # fmt: skip


class Said(NamedTuple):
    """A text as it left for the customer: what the engine finds against it in its conversation, and what it gives away."""

    text: str
    faults: tuple[Fault, ...]
    leaked: list[str]


def said_in(number: str) -> list[Said]:
    """Read back every text that left in a case, reviewed where it stands in its conversation."""
    case = Case.objects.get(number=number)
    messages = list(case.messages.order_by("pk"))
    sent = [(place, message) for place, message in enumerate(messages) if message.kind == MessageKind.AGENT]
    secrets = list(_secrets(case))
    return [
        Said(message.text, _faults(case, messages[:place], message), [words for words in secrets if _told(words, message.text)])
        for place, message in sent
    ]


def nothing_stands_against(said: list[Said], count: int) -> None:
    """Hold every text that left to it: nothing is found in it, and it gives away nothing of what is inside."""
    assert len(said) == count
    assert [(one.text, one.faults) for one in said if one.faults] == []
    assert [(one.text, one.leaked) for one in said if one.leaked] == []


def _faults(case: Case, before: list[Message], message: Message) -> tuple[Fault, ...]:
    most = case.options.filter(message__lte=message.pk).aggregate(most=Max("amount"))["most"]
    author = message.author
    policy = Policy(float(author.authority_cny), None if most is None else float(most), case.industry)
    draft = Turn("agent", message.text, timezone.localtime(message.at))
    return engine_for(case.industry).review(conversation_of(case, before), draft, policy, calendar_of(case.branch)).faults


def _told(words: str, text: str) -> bool:
    """Tell whether words stand in a text; a sum only as a whole: 105元 does not tell of 5元."""
    return re.search(rf"(?<![0-9.]){re.escape(words)}", text) is not None


def _secrets(case: Case) -> list[str]:
    """Give what must not be said: each piece of the aim, its sum, and what an option costs us where that is not what it gives."""
    aim = Aim.objects.get(case=case)
    words = [text for text in (aim.goal, aim.bottom_line) for text in re.split(r"[，。、]", text)]
    pieces = {part[start : start + PIECE] for part in words for start in range(max(1, len(part) - PIECE + 1)) if part}
    given = {option.amount for option in case.options.all()}
    sums = {aim.bottom_amount, *(option.cost for option in case.options.all() if option.cost)} - given
    return sorted(pieces) + [f"{amount.normalize():f}{unit}" for amount in sums for unit in ("元", "块")]
