"""The one exception for what the rules do not allow."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818  a refusal is an answer to a person, not an error of the program
    """Raised when an action may not be done as asked. Its text is written for the person who asked.

    ``field`` names the field of the form that the text belongs to, where there is one.
    """

    def __init__(self, text: str, *, field: str = "") -> None:
        super().__init__(text)
        self.field = field
