"""Who speaks to the API: somebody signed in to the desk, or a program with a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ninja.security import HttpBearer, SessionAuth

from dingxin.accounts.queries import staff_by_token

if TYPE_CHECKING:
    from django.http import HttpRequest

    from dingxin.accounts.models import Staff


class TokenAuth(HttpBearer):
    """``Authorization: Bearer TOKEN``."""

    def authenticate(self, request: HttpRequest, token: str) -> Staff | None:
        """Give the member of staff behind the token."""
        staff = staff_by_token(token)
        if staff is not None:
            request.user = staff
        return staff


session_auth = SessionAuth(csrf=True)
token_auth = TokenAuth()
