"""Describe what is transferred in MDTO: the organisation's archive, an account, a month, a post.

Pure: from what the archive tells of each to the values of `mdto`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from weerklank.model.account import Account
from weerklank.model.clock import civil_day, civil_time, from_iso, iso
from weerklank.model.day_words import day, moment
from weerklank.model.item import ArchivalItem, AuthorRole, ItemKind
from weerklank.model.life import LIFE_KINDS, LifeEvent, LifeKind
from weerklank.model.organisation import Organisation
from weerklank.model.platform import TITLES
from weerklank.transfer import mdto_lists as lists
from weerklank.transfer.appraised import UNDECIDED, Appraised, whole_of
from weerklank.transfer.event_terms import IN_SIP, TERMS
from weerklank.transfer.limits import Limits, RightsLimit
from weerklank.transfer.mdto import (
    Concept,
    Coverage,
    Identifier,
    InformationObject,
    Location,
    MdtoEvent,
    Reference,
    Relation,
)

#: Symbols of a name, and of a description, as the norm advises.
_NAME, _DESCRIPTION = 80, 2000
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]{1,2000}")
_TAGS = re.compile(r"<[^>]{0,2000}>")
_SPACES = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Za-z0-9]{2,8})?")
_KINDS = {
    ItemKind.PROFILE: "Profiel",
    ItemKind.POST: "Bericht",
    ItemKind.REPLY: "Reactie",
    ItemKind.BOOST: "Gedeeld bericht",
    ItemKind.STORY: "Verhaal",
    ItemKind.MEDIUM: "Bestand zonder bericht",
    ItemKind.PAGE: "Pagina",
}


@dataclass(frozen=True, slots=True)
class Describer:
    """Describes what belongs to one archive."""

    organisation: Organisation
    #: Number of the transfer; empty where nothing is transferred.
    transfer: str
    #: When the SIP is made: xsd:dateTime.
    now: str

    @property
    def source(self) -> str:
        """Who gives the marks: unique in it is each."""
        return source_of(self.organisation)

    @property
    def archive(self) -> Reference:
        """Points at the archive as a whole."""
        name = shortened(f"Sociale media van {self.organisation.name}")
        return self.reference(name, self.organisation.origin)

    @property
    def explained(self) -> Reference:
        """Points at what explains our JSON and our terms."""
        return self.reference("Toelichting bij de bestanden en begrippen", "toelichting-1.0")

    @property
    def creator(self) -> Reference:
        """Names the organisation, by its number in TOOI where it has one."""
        tooi = self.organisation.tooi
        return Reference(self.organisation.name, Identifier(tooi, "TOOI") if tooi else None)

    def reference(self, name: str, mark: str) -> Reference:
        """Point at something of this archive."""
        return Reference(name, Identifier(mark, self.source))

    def series(self, account: Account) -> Reference:
        """Point at an account."""
        name = f"{TITLES[account.platform]}-account {account.handle}"
        return self.reference(shortened(name), account.id)

    def series_ids(self, account: Account) -> tuple[Identifier, ...]:
        """Give all by which an account is known: number, handle, address, former handles."""
        platform = TITLES[account.platform]
        known = [
            Identifier(account.id, self.source),
            Identifier(account.handle, platform),
            Identifier(account.url, f"{platform} (adres)"),
            *(Identifier(one.handle, TITLES[one.platform]) for one in account.former_handles),
        ]
        return tuple(dict.fromkeys(known))

    def exported(self) -> MdtoEvent:
        """Tell that it went into the SIP: whether it arrived the receipt tells."""
        result = IN_SIP.say("nl", sip=self.transfer)
        return self.event("Export", self.now, result)

    def _going(self) -> tuple[MdtoEvent, ...]:
        return (self.exported(),) if self.transfer else ()

    def event(self, label: str, at: str | None, result: str | None = None) -> MdtoEvent:
        """Give an event for which the organisation answers."""
        return MdtoEvent(lists.EVENTS.concept(label), at, self.creator, result)

    def record(self, piece: "Piece", appraised: Appraised, limits: Limits) -> InformationObject:
        """Describe a post with its thread."""
        hidden = limits.private is not None
        return InformationObject(
            ids=(Identifier(piece.id, self.source),),
            name=piece.name,
            level=lists.LEVELS.concept("Archiefstuk"),
            classes=tuple(lists.own(lists.SCENARIO[one]) for one in sorted(piece.scenarios)),
            keywords=appraised.keywords,
            descriptions=piece.descriptions(hidden=hidden),
            locations=piece.locations(),
            coverages=self.coverage(piece.begin, piece.end),
            languages=tuple(sorted(piece.languages)),
            events=(*self._events(piece), *self._going()),
            appraisal=appraised.concept,
            retention=appraised.term,
            category=appraised.category,
            part_of=(piece.part_of,),
            represented_by=tuple(piece.files),
            extra=tuple(piece.extra),
            relations=tuple(piece.relations),
            creators=(self.creator,),
            activity=appraised.activity,
            restrictions=limits.restrictions(self.explained, piece.holders),
        )

    def _events(self, piece: "Piece") -> Iterable[MdtoEvent]:
        """Give the life of what it begins with, and that others answered."""
        told = [
            (event.at, self._told(event, concept, piece))
            for event in piece.life
            # Of what others wrote it is told below, for all of it at once.
            if event.kind is not LifeKind.RECEIVED
            and (concept := TERMS[event.kind].concept) is not None
        ]
        if piece.received:
            result = f"{piece.received} van anderen, de laatste op {moment(piece.last, 'nl')}"
            at = from_iso(piece.first)
            told.append((at, self.event("Ontvangst", civil(piece.first), result)))
        return (event for _, event in sorted(told, key=itemgetter(0)))

    def _told(self, event: LifeEvent, concept: Concept, piece: "Piece") -> MdtoEvent:
        result = event.note.nl if event.note else None
        if event.kind is LifeKind.CAPTURED:
            (version,) = (one for one in piece.versions if one.version == event.version)
            result = piece.completeness(version, result or "")
        elif concept.code is not None:
            # A term of our own stands for several: which it was is said.
            said = LIFE_KINDS[event.kind].nl
            result = f"{said}: {result}" if result else said
        return MdtoEvent(concept, civil(iso(event.at)), self.creator, result)

    def coverage(self, begin: date | None, end: date | None) -> tuple[Coverage, ...]:
        """Give from when until when it goes; nothing where that is not known."""
        if begin is None:
            return ()
        last = None if end is None else str(end)
        return (Coverage(lists.own(lists.RUNNING), str(begin), last),)

    def aggregation(self, whole: "Whole", parts: Iterable[Reference]) -> InformationObject:
        """Describe the archive, an account or a month, by what went into it."""
        appraised = whole.appraised or UNDECIDED
        return InformationObject(
            ids=whole.ids,
            name=whole.itself.name,
            level=lists.LEVELS.concept(whole.level),
            keywords=appraised.keywords,
            coverages=self.coverage(whole.begin, whole.end),
            events=(*whole.events, self.exported()),
            appraisal=appraised.concept,
            retention=appraised.term,
            category=appraised.category,
            part_of=whole.part_of,
            parts=parts,
            creators=(self.creator,),
            activity=appraised.activity,
            restrictions=whole.limits.restrictions(self.explained),
        )


@dataclass(slots=True, kw_only=True)
class Whole:
    """An aggregation, as far as its parts went by."""

    itself: Reference
    level: str
    ids: tuple[Identifier, ...]
    part_of: tuple[Reference, ...] = ()
    events: tuple[MdtoEvent, ...] = ()
    appraised: Appraised | None = None
    limits: Limits = field(default_factory=Limits)
    begin: date | None = None
    end: date | None = None

    def take(
        self, appraised: Appraised | None, limits: Limits, begin: date | None, end: date | None
    ) -> None:
        """Take in what a part is like."""
        known = (one for one in (self.appraised, appraised) if one is not None)
        self.appraised = whole_of(known)
        self.limits |= limits
        self.begin = min((one for one in (self.begin, begin) if one), default=None)
        self.end = max((one for one in (self.end, end) if one), default=None)


@dataclass(slots=True, kw_only=True)
class Piece:
    """A post with its thread, as far as its items went by."""

    id: str
    account: Account
    part_of: Reference
    #: All versions of what it begins with, and its life.
    versions: list[ArchivalItem] = field(default_factory=list)
    life: list[LifeEvent] = field(default_factory=list)
    files: list[Reference] = field(default_factory=list)
    extra: list[Reference] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    #: Who has rights of what the organisation posted, where that was recorded.
    holders: dict[RightsLimit, set[str]] = field(default_factory=dict)
    scenarios: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    #: Replies to it that are held, and items that others wrote with moments of first and last.
    replies: int = 0
    received: int = 0
    first: str = ""
    last: str = ""
    begin: date | None = None
    end: date | None = None
    #: When it was missed on its platform.
    missed: str | None = None

    def take(self, item: ArchivalItem, *, is_first: bool) -> None:
        """Take in the newest version of one of its items."""
        self.scenarios |= {item.scenario} & lists.SCENARIO.keys()
        if item.language and _LANGUAGE.fullmatch(item.language):
            self.languages.add(item.language)
        if item.is_dated:
            on = civil_day(item.created_at)
            self.begin, self.end = min(self.begin or on, on), max(self.end or on, on)
        if item.author.role in {AuthorRole.CITIZEN, AuthorRole.NAMED}:
            self.received += 1
            self.first = min(self.first or item.created_at, item.created_at)
            self.last = max(self.last, item.created_at)
        self.replies += not is_first

    @property
    def name(self) -> str:
        """Say what it is, of whom, and when."""
        first = self.versions[0]
        where = f"{TITLES[self.account.platform]} {self.account.handle}"
        when = f" van {moment(first.created_at, 'nl')}" if first.is_dated else ""
        if first.kind is ItemKind.PROFILE:
            when = f" zoals opgenomen op {day(first.captured_at, 'nl')}"
        kind = _KINDS[first.kind]
        if not first.author.role.is_ours:
            kind += " van een ander"
        return shortened(f"{kind}{when}, {where}")

    def descriptions(self, *, hidden: bool) -> tuple[str, ...]:
        """Say what stands in it; of what others wrote, and what is private, no word."""
        newest, found = self.versions[-1], []
        if newest.text and newest.author.role is AuthorRole.OWN and not hidden:
            plain = _SPACES.sub(" ", _TAGS.sub(" ", str(newest.text))).strip()
            if plain:
                found.append(plain[:_DESCRIPTION])
        if self.missed is not None:
            found.append(f"Voor het eerst niet meer op het platform: {moment(self.missed, 'nl')}")
        return tuple(found)

    def locations(self) -> tuple[Location, ...]:
        """Give where it stands on the platform, while it does."""
        newest = self.versions[-1]
        address = str(newest.url or "")
        is_there = self.missed is None and newest.author.role is AuthorRole.OWN
        if is_there and _ADDRESS.fullmatch(address):
            return (Location((), (address,)),)
        return ()

    def completeness(self, version: ArchivalItem, by: str) -> str:
        """Say by which way a version came, and how complete its thread is."""
        way = f"Opgenomen {by}"
        stated = version.counts.replies if version.counts else None
        if version is not self.versions[-1] or version.kind is ItemKind.PROFILE:
            return way
        if stated is None:
            return f"{way}; {self.replies} reacties, het platform zegt niet hoeveel het er zijn"
        return f"{way}; {self.replies} van {stated} reacties volgens het platform"


def source_of(organisation: Organisation) -> str:
    """Say who gives the marks of an archive."""
    return f"Sociale-media-archief {organisation.name} ({organisation.origin})"


def shortened(name: str) -> str:
    """Give a name in the length that the norm advises."""
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def civil(at: str) -> str:
    """Give a moment as MDTO takes it: civil time with its offset, to the second."""
    return civil_time(from_iso(at)).replace(microsecond=0).isoformat()
