"""A page of the gemeente as a browser saw it once: so the demonstration needs no browser.

It was recorded on our own test site by tools/make_demo_page.py, and lies beside this file. What is
played back goes through the same stages as what a browser sees: chosen, looked at for names,
written and recorded.
"""

import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files

import msgspec

from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.page_exchange import PageExchange, Wholeness
from weerklank.harvest.browser.steps import Steps
from weerklank.harvest.browser.visit import Stopped, StopRule, Visit
from weerklank.harvest.browser.walk import Walked
from weerklank.model.browser_profile import ProfileState
from weerklank.model.errors import NotNow, fault
from weerklank.model.page import ChosenPage, KeptResource, Rendered
from weerklank.model.raw_page import SeenPage
from weerklank.model.text import Text
from weerklank.testing.voorbeelddam.build import GEMEENTE

#: Number of the post whose page was recorded: nobody else stands on it.
NUMBER = 117313398374400131
PAGE = f"{GEMEENTE.url}/{NUMBER}"
FILE = "page.msgpack.gz"
NOT_RECORDED = fault(
    "DEMO-002",
    Text(
        nl="Van deze pagina heeft de demonstratie geen opname.",
        en="Of this page the demonstration has no recording.",
    ),
    Text(
        nl="Neem haar op met tools/make_demo_page.py.", en="Record it by tools/make_demo_page.py."
    ),
)


class RecordedExchange(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a page, and the whole answer."""

    wanted_as: str
    address: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class RecordedVisit(msgspec.Struct, frozen=True, kw_only=True):
    """One visit to a page."""

    seen: SeenPage
    exchanges: tuple[RecordedExchange, ...]


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """What is in the file: visits by address, and the pictures of the page of the post."""

    visits: dict[str, RecordedVisit]
    #: The document of which the pictures are.
    html: bytes
    page_png: bytes
    post_png: bytes
    pdf: bytes


def packed(recording: Recording) -> bytes:
    """Give the file; the same bytes for the same recording."""
    return gzip.compress(msgspec.msgpack.encode(recording), mtime=0)


def recording() -> Recording:
    """Read the file."""
    content = files("weerklank.testing.voorbeelddam").joinpath(FILE).read_bytes()
    return msgspec.msgpack.decode(gzip.decompress(content), type=Recording)


class RecordedBrowser:
    """Plays the recording back to whoever harvests by pages."""

    def __init__(self) -> None:
        self._recording = recording()

    def visit(
        self,
        address: str,
        *,
        home: str,  # noqa: ARG002 - of the port
        bodies: Bodies,
        rule: StopRule,  # noqa: ARG002 - of the port
        steps: Steps,  # noqa: ARG002 - of the port
        state: ProfileState | None = None,  # noqa: ARG002 - of the port
        within: tuple[str, ...] = (),  # noqa: ARG002 - of the port
    ) -> Visit:
        """Give what was recorded at an address; NotNow where nothing was."""
        found = self._recording.visits.get(address)
        if found is None:
            raise NotNow(NOT_RECORDED)
        return Visit(
            address=address,
            stopped=Stopped.NOTHING_NEW,
            seconds=0.0,
            exchanges=tuple(_played(one, bodies) for one in found.exchanges),
            sockets=(),
            windows_closed=0,
            walked=Walked(pressed={}, ended_at=address),
            seen=found.seen,
        )

    def render(
        self,
        chosen: ChosenPage,
        resources: Mapping[str, KeptResource],  # noqa: ARG002 - of the port
    ) -> Rendered:
        """Give the pictures of the page; NotNow when another page was chosen of what was seen."""
        if chosen.html != self._recording.html:
            raise NotNow(NOT_RECORDED)
        return Rendered(
            page_png=self._recording.page_png,
            post_png=self._recording.post_png,
            pdf=self._recording.pdf,
        )

    def close(self) -> None:
        """End nothing: there is no browser."""


def _played(one: RecordedExchange, bodies: Bodies) -> PageExchange:
    name = bodies.begin()
    bodies.add(name, one.body)
    return PageExchange(
        at=datetime.now(UTC),
        wanted_as=one.wanted_as,
        method="GET",
        address=one.address,
        asked_headers=(),
        asked_body=None,
        status=200,
        status_text="OK",
        headers=one.headers,
        protocol="http/1.1",
        body=name,
        length=len(one.body),
        wholeness=Wholeness.WHOLE,
    )
