"""Stands on loopback before the test double of a server, and lets answers go wrong on their way.

So whoever writes a connector makes a double that only answers well; what every server does
wrong one day is done here. Addresses of the double in headers and bodies become those of the
proxy, so that whoever reads never sees another.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlsplit

from weerklank.model.json_value import Json
from weerklank.testing.endless_list import EndlessPage
from weerklank.testing.loopback import Answers, listening
from weerklank.testing.plain_answer import cut, send

#: A connector that asks more often than this goes round and round.
MOST_QUESTIONS = 2_000
_PASSED_ON = frozenset({"content-type", "link", "date"})
#: Of a question: the double is asked by its own name, and for what is not packed.
_NOT_TOLD = frozenset({"host", "accept-encoding", "connection", "content-length"})
_OK, _FORBIDDEN, _MISSING, _ENDED, _BUSY, _FAILED = 200, 401, 404, 410, 429, 500
#: What is answered for a fault that is a number of times, by its name.
_NO = {"failing": _FAILED, "missing": _MISSING, "ended": _ENDED, "forbidden": _FORBIDDEN}


@dataclass
class Faults:
    """What goes wrong; may be changed between runs. Numbers count how often it still does."""

    #: Which questions it befalls, by path and query.
    of: Callable[[str], bool] = lambda _: True
    #: Asked too much, with `Retry-After` in seconds.
    busy: int = 0
    wait: int = 3
    #: An answer of 500, one that is cut off, one that is no JSON.
    failing: int = 0
    cut: int = 0
    garbled: int = 0
    #: It says that what is asked is not there (404), that it is gone for good (410), or that
    #: nobody may see it (401).
    missing: int = 0
    ended: int = 0
    forbidden: int = 0
    #: Answers after which the server only fails.
    dies_after: int | None = None
    #: Whether each page is the first one again.
    goes_round: bool = False
    #: Of the how manieth question which page is made, where the list has no end; and how.
    without_end: Callable[[int], EndlessPage] | None = None
    make_page: Callable[[Json, EndlessPage], Json] = lambda body, _: body
    #: Whether the first page of a list comes, and no further one.
    first_page_only: bool = False
    #: Whether answers don't say where a list goes on: by header, and by body.
    without_next: bool = False
    take_next: Callable[[Json], Json] = lambda body: body
    #: Name of a field that is nowhere in any answer.
    without_field: str | None = None

    @property
    def keeps_first(self) -> bool:
        """Tell whether what is answered hangs on the first page of a list."""
        return self.goes_round or self.first_page_only or self.without_end is not None


@dataclass
class FaultyProxy:
    """The proxy at work."""

    address: str
    behind: str
    faults: Faults = field(default_factory=Faults)
    #: Path and query of every question, in order.
    asked: list[str] = field(default_factory=list)
    #: By what programs, as they say.
    asked_by: set[str] = field(default_factory=set)
    #: The first page of each list, by its path.
    first: dict[str, tuple[int, bytes, dict[str, str]]] = field(default_factory=dict)

    def of_proxy(self, address: str) -> str:
        """Give an address of the double as it is through the proxy."""
        return address.replace(self.behind, self.address)


@contextmanager
def faulty_proxy(behind: str) -> Iterator[FaultyProxy]:
    """Stand before a double (scheme, host and port) as long as the block runs."""
    with listening(_Handler) as listens:
        proxy = listens.served = FaultyProxy(listens.address, behind)
        yield proxy


class _Handler(Answers[FaultyProxy]):
    """Passes one question on, unless something is to go wrong."""

    def do_GET(self) -> None:
        """Answer as the double does, or worse."""
        self._pass_on()

    def do_POST(self) -> None:
        """Answer a question with a body as the double does, or worse."""
        self._pass_on()

    def _pass_on(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._body = self.rfile.read(length) if length else None
        proxy = self.served
        proxy.asked.append(self.path)
        proxy.asked_by.add(self.headers.get("User-Agent", ""))
        if not self._fails(proxy):
            send(self, *self._answer(proxy))

    def _says_no(self, faults: Faults) -> bool:
        for name, status in _NO.items():
            left = getattr(faults, name)
            if left:
                setattr(faults, name, left - 1)
                send(self, status, b"{}", {})
                return True
        return False

    def _fails(self, proxy: FaultyProxy) -> bool:
        faults = proxy.faults
        if faults.dies_after is not None:
            faults.dies_after -= 1
        if len(proxy.asked) > MOST_QUESTIONS or (faults.dies_after or 0) < 0:
            send(self, _FAILED, b"", {})
            return True
        if not faults.of(self.path):
            return False
        if faults.busy:
            faults.busy -= 1
            send(self, _BUSY, b"{}", {"Retry-After": str(faults.wait)})
        elif faults.cut:
            faults.cut -= 1
            cut(self)
        elif faults.garbled:
            faults.garbled -= 1
            send(self, _OK, b'[{"id":"1","content":', {"Content-Type": "application/json"})
        else:
            return self._says_no(faults)
        return True

    def _answer(self, proxy: FaultyProxy) -> tuple[int, bytes, dict[str, str]]:
        list_of, faults = urlsplit(self.path).path, proxy.faults
        is_kept = faults.keeps_first and faults.of(self.path)
        first = proxy.first.get(list_of) if is_kept else None
        if first is not None and faults.first_page_only:
            return _FAILED, b"{}", {}
        try:
            answer = first or self._of_double(proxy)
        except (OSError, HTTPException):
            return _FAILED, b"{}", {}
        if is_kept:
            proxy.first[list_of] = answer
            answer = _endless(answer, proxy)
        return answer

    def _of_double(self, proxy: FaultyProxy) -> tuple[int, bytes, dict[str, str]]:
        connection = HTTPConnection(urlsplit(proxy.behind).netloc, timeout=30)
        try:
            told = {n: v for n, v in self.headers.items() if n.lower() not in _NOT_TOLD}
            told["Accept-Encoding"] = "identity"
            connection.request(self.command, self.path, self._body, told)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        headers = _headers(response, proxy)
        if "json" in headers.get("Content-Type", ""):
            body = _changed(body.replace(proxy.behind.encode(), proxy.address.encode()), proxy)
        return response.status, body, headers


def _headers(response: HTTPResponse, proxy: FaultyProxy) -> dict[str, str]:
    left_out = {"link"} if proxy.faults.without_next else set()
    return {
        name.title(): proxy.of_proxy(value)
        for name, value in response.getheaders()
        if name.lower() in _PASSED_ON - left_out
    }


def _changed(body: bytes, proxy: FaultyProxy) -> bytes:
    faults = proxy.faults
    if not (faults.without_field or faults.without_next):
        return body
    value: Json = json.loads(body)
    if faults.without_next:
        value = faults.take_next(value)
    if faults.without_field:
        value = _without(value, faults.without_field)
    return json.dumps(value).encode()


def _endless(
    first: tuple[int, bytes, dict[str, str]], proxy: FaultyProxy
) -> tuple[int, bytes, dict[str, str]]:
    """Make of the first page the one that comes now, where the list has no end."""
    status, body, headers = first
    faults = proxy.faults
    if faults.without_end is None or status != _OK:
        return first
    page = faults.without_end(sum(map(faults.of, proxy.asked)))
    if page.leads_to:  # a header is that of the first page, which leads to one place
        headers = {name: value for name, value in headers.items() if name != "Link"}
    return status, json.dumps(faults.make_page(json.loads(body), page)).encode(), headers


def _without(value: Json, name: str) -> Json:
    if isinstance(value, list):
        return [_without(one, name) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, name) for key, one in value.items() if key != name}
    return value
