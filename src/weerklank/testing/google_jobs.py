"""A double of Google's Data Portability API on loopback, with the place where archives lie.

Made from the pages of developers.google.com on its methods, on time-based access and on
accessType.check (July 2026), and tried on nothing else. It knows no other service of Google.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from weerklank.model.json_value import Json, JsonObject
from weerklank.testing.central_oauth import CentralOAuth
from weerklank.testing.loopback import Answers, listening
from weerklank.testing.plain_answer import send

SCOPE = "https://www.googleapis.com/auth/dataportability."
_CODES = {
    "FAILED_PRECONDITION": 400,
    "INVALID_ARGUMENT": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "RESOURCE_EXHAUSTED": 429,
}


@dataclass(slots=True)
class GoogleJobs:
    """One account, and what the server makes of requests for it; may be changed meanwhile."""

    address: str
    #: The files of each archive.
    parts: Sequence[bytes] = ()
    state: str = "IN_PROGRESS"
    #: Whether permissions hold for one archive of each group.
    is_once: bool = False
    oauth: CentralOAuth = field(
        default_factory=lambda: CentralOAuth(
            authorize="/o/oauth2/v2/auth",
            token="/token",  # noqa: S106 - a path
            revoke="/revoke",
            rotates=False,
        )
    )
    #: What each job asked for, by its number.
    jobs: dict[str, list[str]] = field(default_factory=dict)
    #: The next answers are these refusals.
    refuses: list[str] = field(default_factory=list)
    #: How many looks' addresses lead nowhere any more; how many files break off half way.
    expiring: int = 0
    cutting: int = 0
    asked: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    #: Authorization headers that came where archives lie: none may.
    shown_at_archives: list[str] = field(default_factory=list)
    _looks: int = 0

    def answer(self, method: str, path: str, body: Json, token: str) -> tuple[int, JsonObject]:
        """Answer a question about jobs."""
        permitted = self.oauth.tokens.get(token)
        if permitted is None:
            return _refusal("UNAUTHENTICATED")
        if self.refuses:
            return _refusal(self.refuses.pop(0))
        groups = [one.removeprefix(SCOPE) for one in permitted]
        if (method, path) == ("POST", "/v1/accessType:check"):
            given = "oneTimeResources" if self.is_once else "timeBasedResources"
            return 200, {given: [*groups]}
        if (method, path) == ("POST", "/v1/portabilityArchive:initiate"):
            return self._begin(body, groups)
        number = path.removeprefix("/v1/archiveJobs/").removesuffix("/portabilityArchiveState")
        if method == "GET" and number in self.jobs:
            return 200, self._state(number)
        return _refusal("NOT_FOUND")

    def archive(self, address: str) -> tuple[bytes, bytes] | None:
        """Give a file of an archive, and how much of it is sent; None by an address that ended."""
        parts = urlsplit(address)
        look = parse_qs(parts.query).get("X-Goog-Signature", [""])[0]
        if look != f"geheim{self._looks}":
            return None
        if self.expiring:
            self.expiring -= 1
            return None
        whole = self.parts[int(parts.path.rpartition("/")[2]) - 1]
        self.fetched.append(parts.path)
        if self.cutting:
            self.cutting -= 1
            return whole, whole[: len(whole) // 2]
        return whole, whole

    def _begin(self, body: Json, groups: list[str]) -> tuple[int, JsonObject]:
        asked = body.get("resources") if isinstance(body, dict) else None
        if not isinstance(asked, list) or not asked:
            return _refusal("INVALID_ARGUMENT")
        wanted = [str(one) for one in asked]
        if not set(wanted) <= set(groups):
            return _refusal("PERMISSION_DENIED")
        if self.is_once and self.jobs:
            return _refusal("RESOURCE_EXHAUSTED")
        number = f"0e1f-{len(self.jobs) + 1}"
        self.jobs[number] = wanted
        kind = "ACCESS_TYPE_ONE_TIME" if self.is_once else "ACCESS_TYPE_TIME_BASED"
        return 200, {"archiveJobId": number, "accessType": kind}

    def _state(self, number: str) -> JsonObject:
        told: JsonObject = {
            "name": f"archiveJobs/{number}/portabilityArchiveState",
            "state": self.state,
            "exportTime": "2026-11-26T12:00:00Z",
        }
        if self.state == "COMPLETE":
            self._looks += 1
            told["urls"] = [
                f"{self.address}/takeout-archive/{place}?X-Goog-Expires=21600"
                f"&X-Goog-Signature=geheim{self._looks}"
                for place in range(1, len(self.parts) + 1)
            ]
        return told


def _refusal(status: str) -> tuple[int, JsonObject]:
    code = _CODES[status]
    return code, {"error": {"code": code, "message": "", "status": status}}


class _Handler(Answers[GoogleJobs]):
    """Answers one question."""

    def do_GET(self) -> None:
        """Answer a question, or give a file."""
        served = self.served
        if served.oauth.answers(self):
            return
        if self.path.startswith("/takeout-archive/"):
            self._give(served)
        else:
            self._answer(served, None)

    def do_POST(self) -> None:
        """Answer a question with a body."""
        served = self.served
        if served.oauth.answers(self):
            return
        size = int(self.headers.get("Content-Length") or 0)
        self._answer(served, json.loads(self.rfile.read(size) or b"{}"))

    def _answer(self, served: GoogleJobs, body: Json) -> None:
        served.asked.append(f"{self.command} {self.path}")
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        status, told = served.answer(self.command, self.path, body, token)
        send(self, status, json.dumps(told).encode(), {"Content-Type": "application/json"})

    def _give(self, served: GoogleJobs) -> None:
        shown = self.headers.get("Authorization")
        served.shown_at_archives += [shown] if shown else []
        found = served.archive(self.path)
        if found is None:
            error = b"<?xml version='1.0'?><Error><Code>ExpiredToken</Code></Error>"
            send(self, 400, error, {"Content-Type": "application/xml"})
            return
        whole, sent = found
        self.send_response(200)
        self.send_header("Content-Type", "application/zip")
        self.send_header("Content-Length", str(len(whole)))
        self.end_headers()
        self.wfile.write(sent)
        self.close_connection = len(sent) < len(whole)


@contextmanager
def google_jobs(parts: Sequence[bytes] = ()) -> Iterator[GoogleJobs]:
    """Serve it on a free port of loopback while the block runs."""
    with listening(_Handler) as listens:
        served = GoogleJobs(listens.address, parts)
        listens.served = served
        yield served
