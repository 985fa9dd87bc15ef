"""The words that can be found, prepared for the full-text index of the database."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Source(models.TextChoices):
    """Where the words stand."""

    CASE = "case"
    CUSTOMER = "customer"
    MESSAGE = "message"
    NOTE = "note"


class Entry(models.Model):
    """A piece of text of one case.

    ``body`` holds its words divided by single spaces, each Chinese character a word of its own, because two-character Chinese
    words are not found by the tokenisers of either database. A trigger (SQLite) or an expression index (PostgreSQL) keeps the
    full-text index in step with this table.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="search_entries")
    source = models.CharField(max_length=10, choices=Source.choices)
    ref = models.BigIntegerField(help_text="Row the words belong to: the case, the customer or the message.")
    body = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "source", "ref"], name="search_entry_ref")]

    def __str__(self) -> str:
        return f"{self.source} {self.ref}"
