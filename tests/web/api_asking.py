"""Tokens of every role, and requests of the API with them."""

import time
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


def ended_work(program: Asking, work: str) -> dict[str, Any]:
    """Give what a work came to, once its process ended."""
    for _ in range(1200):
        told: dict[str, Any] = program.get(f"/werk/{work}")
        if told["ended"]:
            return told
        time.sleep(0.1)
    raise AssertionError(told)


def list_of_one(own: Shown) -> tuple[str, str, int]:
    """Propose a post that nothing keeps: address of the list, the post, and how many items."""
    maker = asking(own, Role.COMMUNICATION)
    found = asking(own, Role.ARCHIVIST).get("/berichten?kind=post&pageSize=100")["items"]
    for one in found:
        given = {"items": [one["id"]], "ground": "unlawful", "reason": "zonder grond bewaard"}
        answer = maker.post("/vernietigingslijsten", given)
        if answer.status_code == 201:
            made = answer.json()
            return f"/vernietigingslijsten/{made['list']}", one["id"], made["count"]
    raise AssertionError(answer.content)
