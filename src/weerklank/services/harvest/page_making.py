"""Make pages: of what visits recorded choose what is kept, look for leaks, draw it and record it.

Everything that is written here is chosen and minimised already; what was recorded stays in the
encrypted spool. A page that can't be made is a gap, and the next is begun.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec

from weerklank.harvest.browser.browses import Browses
from weerklank.harvest.browser.kept_visit import KeptVisit
from weerklank.minimise.page_choice import choose
from weerklank.minimise.page_files import kind_of
from weerklank.minimise.page_leaks import KnownPersons, leaks_of
from weerklank.minimise.page_map import PageMap
from weerklank.minimise.page_refused import NO_KIND, NOT_COVERED, OTHER_FORM, NotChosen
from weerklank.minimise.page_shown import ShowsItems
from weerklank.minimise.page_words import routed
from weerklank.model.drift import ANY_PAGE
from weerklank.model.errors import NotNow
from weerklank.model.page import ChosenPage, KeptResource, PageRole, Rendered
from weerklank.model.text import Text
from weerklank.package.wacz_check import demand_sound
from weerklank.package.wacz_signing import SignsWacz
from weerklank.package.wacz_writer import write_wacz
from weerklank.services.harvest import page_fits
from weerklank.services.harvest.page_gaps import PageGaps
from weerklank.services.intake.page_record import ENDINGS, PageRecorder, TakenPage
from weerklank.services.workplace import Workplace

MAKING = Text("De pagina {address} wordt gemaakt.", "Making the page {address}.")
NOT_CHOSEN = Text(
    "van de pagina is niets gekozen om te bewaren: {reason}",
    "nothing of the page was chosen to be kept: {reason}",
)
LEAKED = Text(
    "in wat van de pagina zou worden bewaard stond nog iemand van buiten; het is niet geschreven",
    "in what was to be kept of the page stood somebody from outside; nothing of it was written",
)
#: Reasons that say that the map does not fit a page.
_MISFITS = {
    OTHER_FORM: page_fits.OTHER_FORM,
    NOT_COVERED: page_fits.NOT_COVERED,
    NO_KIND: page_fits.NO_KIND,
}
_TYPES = {
    PageRole.REPLAY: "application/wacz+zip",
    PageRole.PAGE: "image/png",
    PageRole.POST: "image/png",
    PageRole.PRINT: "application/pdf",
    PageRole.TEXT: "text/plain",
}

#: Role, place in the working folder, and media type of each file of a page.
Files = tuple[tuple[PageRole, Path, str], ...]


class PageMaker:
    """Makes the pages of one run, after the posts that stand on them were recorded."""

    def __init__(
        self,
        workplace: Workplace,
        browses: Browses,
        page_map: PageMap,
        shows: ShowsItems,
        recorder: PageRecorder,
        folder: Path,
        known: KnownPersons,
        gaps: PageGaps,
        signer: SignsWacz,
    ) -> None:
        """`folder` is a working folder of the run; `known` is everybody whom they met."""
        self._workplace = workplace
        self._browses = browses
        self._map = page_map
        self._shows = shows
        self._recorder = recorder
        self._folder = folder
        self._known = known
        self._gaps = gaps
        self._signer = signer
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)

    def make(
        self, visit: KeptVisit, native_id: str, *, is_cut: bool = False, tests: bool = True
    ) -> None:
        """Make and record the page of a post or of the account; a gap says why there is none.

        `is_cut`: not all of it was seen. `tests`: it tells whether the map fits.
        """
        self._workplace.reporter.step(MAKING, address=visit.address)
        try:
            self._make(visit, native_id, is_cut=is_cut, tests=tests)
        except NotChosen as not_chosen:
            if tests and not_chosen.reason in _MISFITS:
                self._note_fit(visit, _MISFITS[not_chosen.reason])
            reason = NOT_CHOSEN.filled(reason=not_chosen.reason)
            self._gaps.note("page_not_chosen", reason, visit.address)
        except NotNow as lost:
            why = Text(lost.message("nl"), lost.message("en"))
            self._gaps.note("page_not_drawn", why, visit.address)

    def _note_fit(self, visit: KeptVisit, misfit: str | None) -> None:
        form = self._map.form_of(routed(visit.address))
        self._gaps.fits.note_map(form.kind if form else ANY_PAGE, misfit)

    def _make(self, visit: KeptVisit, native_id: str, *, is_cut: bool, tests: bool) -> None:
        page = visit.page()
        if page is None:  # a gap tells of it already
            return
        resources = visit.resources()
        chosen = choose(
            page,
            resources,
            visit.bodies,
            self._map,
            self._shows,
            stopped=visit.stopped,
            of=self._recorder.key_of(native_id),
            met=self._known.in_words,
        )
        if tests:
            self._note_fit(visit, None)
        chosen = replace(chosen, facts=msgspec.structs.replace(chosen.facts, cut=is_cut))
        if leaks_of(chosen, self._known):
            self._gaps.note("page_leak", LEAKED, visit.address)
            return
        with self.drawn(chosen, visit) as files:
            self._recorder.add_page(TakenPage(chosen=chosen, files=files, native_id=native_id))

    @contextmanager
    def drawn(self, chosen: ChosenPage, visit: KeptVisit) -> Iterator[Files]:
        """Draw what was chosen of a page and write its files, which go when the block ends."""
        resources = visit.resources()
        kept = {
            address: KeptResource(
                address=address,
                status=found.status,
                headers=(("content-type", kind_of(found)),),
                protocol=found.protocol,
                at=found.at,
                length=found.length,
                read=partial(visit.bodies.read, found.body),
            )
            for address in chosen.resources
            if (found := resources.get(address)) is not None and found.body is not None
        }
        rendered = self._browses.render(chosen, kept)
        files = self._write(chosen, kept, rendered)
        try:
            yield files
        finally:
            for _, path, _ in files:
                path.unlink(missing_ok=True)

    def _write(
        self, chosen: ChosenPage, kept: Mapping[str, KeptResource], rendered: Rendered
    ) -> Files:
        """Write the files of a page into the working folder."""
        files: list[tuple[PageRole, Path, str]] = []
        replay = self._taking(files, PageRole.REPLAY)
        with replay.open("wb") as stream:
            write_wacz(stream, chosen, kept.values(), rendered, self._signer)
        demand_sound(replay, self._signer.public_key, chosen.text)
        for role, content in _contents(chosen, rendered):
            self._taking(files, role).write_bytes(content)
        return tuple(files)

    def _taking(self, files: list[tuple[PageRole, Path, str]], role: PageRole) -> Path:
        path = self._folder / f"{role}.{ENDINGS[role]}"
        files.append((role, path, _TYPES[role]))
        return path

    def close(self) -> None:
        """Throw the working folder away, once it is empty."""
        with suppress(OSError):
            self._folder.rmdir()


def _contents(chosen: ChosenPage, rendered: Rendered) -> Iterator[tuple[PageRole, bytes]]:
    yield PageRole.PAGE, rendered.page_png
    if rendered.post_png is not None:
        yield PageRole.POST, rendered.post_png
    yield PageRole.PRINT, rendered.pdf
    yield PageRole.TEXT, chosen.text.encode()
