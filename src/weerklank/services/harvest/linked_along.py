"""Linked along: what posts lead to on the organisation's own sites, kept with those posts.

An address is asked once a run, however many posts lead there. A page is recorded by the browser
and chosen from, a file is fetched. Nothing goes to any other host. What should have come and did
not is a gap; what the policy leaves out, or the site gives nobody, is a limit.
"""

from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from hashlib import file_digest
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.browses import Browses
from weerklank.harvest.browser.kept_visit import KeptVisit
from weerklank.harvest.browser.steps import SCROLL_ALONE
from weerklank.harvest.browser.visit import Stopped, StopRule
from weerklank.harvest.exchange import LEADS_ASTRAY, NoAnswer
from weerklank.harvest.file_kind import TooMuch, text_of_file
from weerklank.harvest.linked_file import (
    NO_ROOM,
    Came,
    FileLimits,
    LeftOut,
    fetch_linked,
)
from weerklank.minimise.page_choice import Names
from weerklank.minimise.page_leaks import KnownPersons, leaks_of
from weerklank.minimise.page_refused import NotChosen
from weerklank.minimise.page_shown import ShowsItems
from weerklank.minimise.site_page import ASKS_SIGN_IN, as_chosen, choose_site, plain_words
from weerklank.model.clock import iso
from weerklank.model.errors import NotNow, Refused
from weerklank.model.item import ArchivalItem
from weerklank.model.own_sites import MEDIA_TYPES, MEGABYTE, OwnSites
from weerklank.model.page import PageRole
from weerklank.model.run import RunReport, Shortfall
from weerklank.model.text import Text, verbatim
from weerklank.services.harvest.linked_links import Link
from weerklank.services.harvest.page_gaps import PageGaps
from weerklank.services.harvest.page_making import LEAKED, NOT_CHOSEN, PageMaker
from weerklank.services.harvest.page_visits import CUT
from weerklank.services.harvest.server_signing import TransportFor
from weerklank.services.intake.linked_record import LinkedRecorder, TakenLinked, linked_page
from weerklank.services.workplace import Workplace
from weerklank.store.spool import Spool

LOOKING = Text(
    "{address} van de eigen site wordt bekeken.", "Looking at {address} of the own site."
)
ELSEWHERE = Text(
    "het adres leidt naar een andere site of naar een intern netwerk; daar wordt niets gevraagd",
    "the address leads to another site or an inner network; nothing is asked there",
)
NO_PAGES = Text("het beleid neemt pagina's niet mee", "the policy does not take pages along")
UNREADABLE = Text(
    "het bestand is niet tot het eind door te kijken op namen",
    "the file can't be looked through for names to its end",
)
NEXT_RUN = Text(
    "een run bekijkt hoogstens {most} adressen van eigen sites; deze komen in een volgende run",
    "a run looks at {most} addresses of own sites at most; these come in a next run",
)
NOT_SEEN = Text("de pagina ging niet open in de browser", "the page did not open in the browser")
#: Addresses of one run.
MOST = 40
_LONGEST, _MOST_BYTES = 60.0, 200 * MEGABYTE
#: How much of a page that never ends is kept: what was seen when the time was over.
_WORTH = frozenset({Stopped.NOTHING_NEW, Stopped.TIME, Stopped.SIZE, Stopped.RELOADS})
_NAMED = 20


class LinkedAlong:
    """Takes along what posts of one account lead to, at the end of its run."""

    def __init__(
        self,
        workplace: Workplace,
        sites: OwnSites,
        transport_for: TransportFor,
        browses: Browses,
        spool: Spool,
        rule: StopRule,
        maker: PageMaker,
        recorder: LinkedRecorder,
        shows: ShowsItems,
        known: KnownPersons,
        gaps: PageGaps,
    ) -> None:
        """`known` is everybody whom the run met; `maker` draws pages and writes their files."""
        self._workplace = workplace
        self._sites = sites
        self._transport_for = transport_for
        self._browses = browses
        self._spool = spool
        self._rule = StopRule(
            quiet=rule.quiet,
            longest=min(rule.longest, _LONGEST),
            most_bytes=min(rule.most_bytes, _MOST_BYTES),
        )
        self._maker = maker
        self._recorder = recorder
        self._shows = shows
        self._known = known
        self._gaps = gaps
        self._limits: dict[Text, list[str]] = {}
        self._left = sites.most_mb_run * MEGABYTE
        self._folder = spool.folder / "linked"
        self._folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        self._count = 0

    def take(self, links: list[Link], report: RunReport) -> None:
        """Look at each address, and tell the report what was left out."""
        posts: dict[str, list[ArchivalItem]] = defaultdict(list)
        for link in links:
            posts[link.address].append(link.post)
        for done, address in enumerate([*posts][:MOST], 1):
            self._take(address, posts[address])
            self._workplace.reporter.progress(done, min(len(posts), MOST))
        self._folder.rmdir()
        for reason, addresses in self._limits.items():
            where = tuple(map(verbatim, addresses[:_NAMED]))
            report.limits.append(
                Shortfall(kind="linked_left_out", count=len(addresses), reason=reason, where=where)
            )
        if len(posts) > MOST:
            reason = NEXT_RUN.filled(most=MOST)
            report.limits.append(
                Shortfall(kind="linked_next_run", count=len(posts) - MOST, reason=reason)
            )

    def _take(self, address: str, posts: list[ArchivalItem]) -> None:
        self._workplace.reporter.step(LOOKING, address=address)
        path = self._folder / "file"
        try:
            came = self._fetch(address, path)
            if came.is_page:
                self._take_page(address, posts)
            else:
                self._left -= came.size
                self._take_file(address, posts, path, came)
        except LeftOut as left:
            self._limits.setdefault(left.reason, []).append(address)
        except NotChosen as why:
            if why.reason == ASKS_SIGN_IN:
                self._limits.setdefault(why.reason, []).append(address)
                return
            self._gap(NOT_CHOSEN.filled(reason=why.reason), address)
        except NoAnswer as none:
            self._gap(none.reason, address)
        except (NotNow, Refused) as lost:
            self._gap(Text(lost.message("nl"), lost.message("en")), address)
        finally:
            path.unlink(missing_ok=True)

    def _gap(self, reason: Text, address: str) -> None:
        self._gaps.note("linked_missing", reason, address)

    def _home(self, address: str) -> str:
        """Give what may be on the machine itself: a site that was registered as being there."""
        site = self._sites.site_of(address) or ""
        return site if site.startswith("http://") else "https://"

    def _within(self) -> tuple[str, ...]:
        return tuple(urlsplit(one).hostname or "" for one in self._sites.sites)

    def _fetch(self, address: str, path: Path) -> Came:
        limits = FileLimits(
            kinds=self._sites.kinds,
            most_mb=self._sites.most_mb,
            left=self._left,
            most_mb_run=self._sites.most_mb_run,
        )
        transport = self._transport_for(self._home(address), lambda _: None)
        transport.keep_within(self._within())
        with closing(transport):
            try:
                return fetch_linked(transport, address, path, limits)
            except NoAnswer as none:
                if none.reason == LEADS_ASTRAY:
                    raise LeftOut(ELSEWHERE) from None
                raise

    # --- files -------------------------------------------------------------------------------

    def _take_file(self, address: str, posts: list[ArchivalItem], path: Path, came: Came) -> None:
        kind = came.kind
        if kind is None:
            raise ValueError(address)
        try:
            said = text_of_file(path, kind)
        except TooMuch:
            raise NoAnswer(UNREADABLE) from None
        at = iso(self._workplace.clock.now())
        with path.open("rb") as stream:
            content = file_digest(stream, "sha256").hexdigest()
        name = unquote(urlsplit(address).path).rpartition("/")[2] or str(kind)
        for number, post in enumerate(posts):
            url, title = plain_words(address, name, self._shows, post)
            read = f"{name}\n{address}\n{said}"
            if leaks_of(as_chosen(address, at, read, post), self._known):
                self._gap(LEAKED, address)
                return
            own = path.with_name(f"file-{number}")
            own.hardlink_to(path)
            try:
                self._recorder.add(
                    TakenLinked(
                        post=post,
                        url=url,
                        title=title,
                        where=address,
                        at=at,
                        content=content,
                        page=None,
                        files=((PageRole.ATTACHMENT, own, MEDIA_TYPES[kind], str(kind)),),
                    )
                )
            finally:
                own.unlink(missing_ok=True)

    # --- pages -------------------------------------------------------------------------------

    def _take_page(self, address: str, posts: list[ArchivalItem]) -> None:
        if not self._sites.pages:
            raise LeftOut(NO_PAGES)
        self._count += 1
        name = f"linked-{self._count:04}"
        bodies = Bodies(self._spool, named=name)
        visit = self._browses.visit(
            address,
            home=self._home(address),
            bodies=bodies,
            rule=self._rule,
            steps=SCROLL_ALONE,
            within=self._within(),
        )
        at = iso(self._workplace.clock.now())
        try:
            kept = KeptVisit(visit, self._spool, bodies, name, at=at)
        except RecursionError:
            bodies.forget_all()
            raise NoAnswer(NOT_SEEN) from None
        try:
            if visit.seen is None or visit.stopped not in _WORTH:
                raise NoAnswer(CUT.get(visit.stopped, NOT_SEEN))
            for post in posts:
                self._make(address, post, kept, is_cut=visit.stopped in CUT)
        finally:
            kept.forget()

    def _make(self, address: str, post: ArchivalItem, kept: KeptVisit, *, is_cut: bool) -> None:
        page, resources = kept.page(), kept.resources()
        if page is None:
            raise NoAnswer(NOT_SEEN)
        if self._sites.site_of(page.address) is None:
            raise LeftOut(ELSEWHERE)
        names = Names(self._shows, self._known.in_words, {post.key: None})
        url, _ = plain_words(address, "", self._shows, post)
        chosen = choose_site(
            page, resources, kept.bodies, self._shows, post, names, stopped=kept.stopped
        )
        facts = msgspec.structs.replace(chosen.facts, cut=is_cut)
        chosen = replace(chosen, facts=facts)
        if leaks_of(chosen, self._known):
            self._gap(LEAKED, address)
            return
        with self._maker.drawn(chosen, kept) as files:
            size = sum(path.stat().st_size for _, path, _ in files)
            if size > self._left:
                raise LeftOut(NO_ROOM.filled(most=self._sites.most_mb_run))
            self._left -= size
            self._recorder.add(linked_page(post, url, chosen, files))
