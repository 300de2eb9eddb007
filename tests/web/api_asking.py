"""Tokens of every role, and requests of the API with them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from shown import ROLES, Shown

from weerklank.model.person import Role
from weerklank.web.tokens import make_token


@dataclass(frozen=True)
class Asking:
    """A program that asks with a token."""

    shown: Shown
    secret: str

    def ask(self, path: str, method: str = "GET", **given: Any) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.secret}", **given.pop("headers", {})}
        return self.shown.client().generic(method, f"/api/v1{path}", headers=headers, **given)

    def get(self, path: str) -> Any:
        answer = self.ask(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.content)
        return answer.json()

    def post(self, path: str, body: dict[str, Any] | None = None, **given: Any) -> HttpResponse:
        import json

        sent = json.dumps(body or {})
        return self.ask(path, "POST", data=sent, content_type="application/json", **given)


def asking(shown: Shown, role: Role) -> Asking:
    return Asking(shown, make_token(shown.workplace, ROLES[role], role, "proef")[1])
