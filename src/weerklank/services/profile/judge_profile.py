"""What of the template a profile has: each statement, its links, and what their pages say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from weerklank.model.account import Account
from weerklank.model.profile_check import (
    LinkedPage,
    Look,
    ProfileFinding,
    Statement,
    Where,
)
from weerklank.model.profile_template import ProfilePages
from weerklank.model.profile_words import (
    LINK_UNREAD,
    NEARLY,
    NO_CHANNELS,
    NO_ERASURE,
    NO_LINK,
    NO_NAME,
    NO_PICTURE,
    NO_RIGHTS,
    NO_SENTENCE,
    NOT_FOR_ARCHIVING,
    NOT_VERIFIED,
    ONLY_ON_PAGE,
    OTHER_EDITOR,
    OTHER_ORDER,
    PICTURE_BY_EYE,
    SHORT_ALONE,
    SHORT_UNREAD,
)
from weerklank.model.text import Text
from weerklank.services.profile.page_statements import channels_in, erasure_in, rights_in
from weerklank.services.profile.page_text import Link, Shown
from weerklank.services.profile.read_page import Page, PageReader, named
from weerklank.services.profile.seen_profile import (
    Placed,
    SeenProfile,
    is_followed,
    leads_to_account,
)
from weerklank.services.profile.statements import (
    Hold,
    Words,
    has_name,
    has_short_form,
    holds,
    is_link_said,
    nearest,
    words_of,
)

_THREE = (Statement.OFFICIAL, Statement.FORMAL, Statement.PERSONAL_DATA)
#: Links of a profile and its pinned posts that are followed, and of the pages behind them.
_MOST_LINKS = 8
#: What an address or the name of a link has that leads to a privacy statement, or to channels.
_OF_PRIVACY = ("privacy", "persoonsgegevens")
_OF_CONTACT = ("contact", "bezwaar", "formeel", "formele")
_LOGO = ("logo", "beeldmerk", "wapen")


@dataclass(frozen=True, slots=True)
class _Spot:
    """A text in which statements are looked for, with its words."""

    where: Where
    shown: Shown
    words: Words
    post: str | None = None
    address: str | None = None


@dataclass(slots=True)
class Judge:
    """Looks for everything in one profile; follows its links through `reader`."""

    account: Account
    profile: SeenProfile
    organisation: str
    pages: ProfilePages
    reader: PageReader
    #: Other accounts that it links to.
    accounts_linked: int = 0
    _spots: list[_Spot] = field(default_factory=list)
    _landings: list[_Spot] = field(default_factory=list)
    #: Links that are followed, in their order.
    _links: list[Link] = field(default_factory=list)

    def findings(self) -> tuple[ProfileFinding, ...]:
        """Give what came of each thing, in the order of screens."""
        self._spots = [_spot(placed) for placed in self.profile.texts]
        self._links = self._followed()
        for link in self._links:
            page = self.reader.read(link.address)
            spot = _Spot(Where.LANDING, page.shown, page.words, address=page.address)
            if page.was_read and any(self._held(spot, one) for one in _THREE):
                self._landings.append(spot)
        found = [self._statement(one) for one in _THREE]
        privacy, contact = self._privacy(), self._contact()
        found += [self._link(Statement.PRIVACY_LINK, privacy)]
        found += [self._link(Statement.CONTACT_LINK, contact)]
        found += [self._name(), self._logo()]
        if self.profile.is_verified is not None:
            found.append(self._verified(shows_mark=self.profile.is_verified))
        found += [self._rights(privacy), self._erasure(privacy), self._channels(contact)]
        order = {one: rank for rank, one in enumerate(Statement)}
        return tuple(sorted(found, key=lambda one: order[one.statement]))

    def linked(self) -> tuple[LinkedPage, ...]:
        """Give the pages that were looked at."""
        pages = self.reader.seen.values()
        return tuple(
            LinkedPage(address=one.address, was_read=one.was_read, reason=one.reason)
            for one in pages
        )

    def _followed(self) -> list[Link]:
        """Give the links to follow: of the profile, and those of pinned posts that may matter."""
        found: dict[str, Link] = {}
        accounts: set[str] = set()
        for spot in self._spots:
            for link in spot.shown.links:
                whole = link.address.partition("#")[0]
                is_ours = self._is_ours(whole)
                if not is_ours and leads_to_account(whole):
                    accounts.add(whole)
                elif is_ours or (
                    is_followed(whole, self.account) and self._may_matter(spot, link)
                ):
                    found.setdefault(whole, link)
        self.accounts_linked = len(accounts)
        first = sorted(found.values(), key=lambda link: not self._is_ours(link.address))
        return first[:_MOST_LINKS]

    def _is_ours(self, address: str) -> bool:
        ours = (self.pages.privacy, self.pages.contact, self.pages.landing)
        return _bare(address) in {_bare(one) for one in ours if one}

    def _may_matter(self, spot: _Spot, link: Link) -> bool:
        """Tell whether a link is worth following; posts link to news as well."""
        return (
            spot.where is Where.PROFILE
            or has_short_form(spot.words)
            or any(holds(spot.words, one) for one in _THREE)
            or _is_of(link, _OF_PRIVACY)
        )

    # The three statements.

    def _statement(self, statement: Statement) -> ProfileFinding:
        for spot in self._spots:
            if self._held(spot, statement):
                return _found(statement, spot)
        short = next((spot for spot in self._spots if has_short_form(spot.words)), None)
        landing = next((one for one in self._landings if self._held(one, statement)), None)
        if short is None:
            why, missing = self._nearest(statement, is_on_page=landing is not None)
            return _missing(statement, why, missing)
        if landing is not None:
            return _found(statement, landing)
        return self._behind_short_form(statement)

    def _behind_short_form(self, statement: Statement) -> ProfileFinding:
        unread = [one for one in self._pages() if not one.was_read and not one.is_gone]
        if unread:
            return _unread(statement, SHORT_UNREAD, Where.LANDING, unread[0])
        return _missing(statement, SHORT_ALONE)

    def _held(self, spot: _Spot, statement: Statement) -> Hold | None:
        """Give where a text holds a statement, the official one only in our own name."""
        hold = holds(spot.words, statement)
        if hold is None or statement is not Statement.OFFICIAL:
            return hold
        return hold if has_name(words_of(hold.editor), self.organisation) else None

    def _nearest(self, statement: Statement, *, is_on_page: bool) -> tuple[Text, tuple[str, ...]]:
        if any(holds(spot.words, statement) for spot in self._spots):
            return OTHER_EDITOR.filled(name=self.organisation), ()
        if is_on_page:
            return ONLY_ON_PAGE, ()
        near = [one for spot in self._spots if (one := nearest(spot.words, statement)).is_near]
        if not near:
            return NO_SENTENCE, ()
        best = min(near, key=lambda one: len(one.missing))
        if not best.missing:
            return OTHER_ORDER, ()
        return NEARLY.filled(words=", ".join(best.missing)), best.missing

    # Links, and which pages they lead to.

    def _pages(self) -> Iterator[Page]:
        return (self.reader.read(link.address) for link in self._links)

    def _privacy(self) -> list[tuple[_Spot, Link]]:
        return self._leading(Statement.PERSONAL_DATA, self.pages.privacy, _OF_PRIVACY)

    def _contact(self) -> list[tuple[_Spot, Link]]:
        return self._leading(Statement.FORMAL, self.pages.contact, _OF_CONTACT)

    def _leading(
        self, statement: Statement, ours: str | None, words: tuple[str, ...]
    ) -> list[tuple[_Spot, Link]]:
        """Give the links to a page: as the statement says, else to ours, else what is called so.

        The last only of the profile itself: at the foot of any page stand links of that kind.
        """
        found: list[tuple[int, _Spot, Link]] = []
        for spot in (*self._spots, *self._landings):
            hold = holds(spot.words, statement)
            for link in spot.shown.links:
                if not (self._is_ours(link.address) or is_followed(link.address, self.account)):
                    continue
                if hold and is_link_said(spot.shown.text, hold.end, link.start):
                    found.append((0, spot, link))
                elif ours and _bare(link.address) == _bare(ours):
                    found.append((1, spot, link))
                elif spot.where is not Where.LANDING and _is_of(link, words):
                    found.append((2, spot, link))
        best = min((rank for rank, _, _ in found), default=0)
        return [(spot, link) for rank, spot, link in found if rank == best][:_MOST_LINKS]

    def _link(self, statement: Statement, leading: list[tuple[_Spot, Link]]) -> ProfileFinding:
        if leading:
            spot, link = leading[0]
            page = self.reader.read(link.address)
            if page.is_gone and page.reason is not None:
                return _missing(statement, page.reason, address=page.address)
            return ProfileFinding(
                statement=statement,
                look=Look.FOUND,
                where=spot.where,
                post=spot.post,
                address=named(link.address),
            )
        unread = [one for one in self._pages() if not one.was_read and not one.is_gone]
        if unread:
            return _unread(statement, LINK_UNREAD, Where.LANDING, unread[0])
        return _missing(statement, NO_LINK)

    def _read_all(self, leading: Iterable[tuple[_Spot, Link]]) -> list[Page]:
        """Give the pages that links lead to, each once, and last the landing pages themselves."""
        pages = [self.reader.read(link.address) for _, link in leading]
        landings = [page for page in self._pages() if page.address in self._landing_addresses()]
        return [*{page.address: page for page in (*pages, *landings)}.values()]

    def _landing_addresses(self) -> set[str | None]:
        return {spot.address for spot in self._landings}

    # What stands on the pages.

    def _rights(self, leading: list[tuple[_Spot, Link]]) -> ProfileFinding:
        statement, pages = Statement.PRIVACY_RIGHTS, self._read_all(leading)
        for page in pages:
            if rights := rights_in(page.shown):
                return _on_page(statement, Where.PRIVACY_PAGE, page, rights)
        return _nowhere(statement, Where.PRIVACY_PAGE, pages, NO_RIGHTS)

    def _erasure(self, leading: list[tuple[_Spot, Link]]) -> ProfileFinding:
        statement, pages = Statement.PRIVACY_ERASURE, self._read_all(leading)
        why = NO_ERASURE
        for page in pages:
            found = erasure_in(page.shown)
            if found.for_archiving:
                return _on_page(statement, Where.PRIVACY_PAGE, page, found.words)
            why = NOT_FOR_ARCHIVING if found.is_said else why
        return _nowhere(statement, Where.PRIVACY_PAGE, pages, why)

    def _channels(self, leading: list[tuple[_Spot, Link]]) -> ProfileFinding:
        statement, pages = Statement.CONTACT_CHANNELS, self._read_all(leading)
        for page in pages:
            if channels := channels_in(page.shown):
                return _on_page(statement, Where.CONTACT_PAGE, page, channels)
        return _nowhere(statement, Where.CONTACT_PAGE, pages, NO_CHANNELS)

    # What makes it recognisable.

    def _name(self) -> ProfileFinding:
        names = [self.organisation, *([self.account.unit] if self.account.unit else [])]
        title = words_of(self.profile.name)
        if any(has_name(title, name) for name in names):
            return ProfileFinding(statement=Statement.NAME, look=Look.FOUND, where=Where.PROFILE)
        return _missing(Statement.NAME, NO_NAME)

    def _logo(self) -> ProfileFinding:
        pictures = self.profile.pictures
        if not pictures:
            return _missing(Statement.LOGO, NO_PICTURE)
        alts = [words_of(str(one.alt or "")) for one in pictures]
        if any(sign in _LOGO for words in alts for sign in words.signs):
            return ProfileFinding(statement=Statement.LOGO, look=Look.FOUND, where=Where.PROFILE)
        return ProfileFinding(
            statement=Statement.LOGO,
            look=Look.NOT_READ,
            where=Where.PROFILE,
            reason=PICTURE_BY_EYE,
        )

    def _verified(self, *, shows_mark: bool) -> ProfileFinding:
        if shows_mark:
            return ProfileFinding(
                statement=Statement.VERIFIED, look=Look.FOUND, where=Where.PROFILE
            )
        return _missing(Statement.VERIFIED, NOT_VERIFIED)


def _spot(placed: Placed) -> _Spot:
    return _Spot(placed.where, placed.shown, words_of(placed.shown.text), placed.post)


def _bare(address: str) -> str:
    """Give an address in the form in which two are compared."""
    return address.partition("#")[0].rstrip("/").lower()


def _is_of(link: Link, words: tuple[str, ...]) -> bool:
    told = f"{link.address} {link.label}".lower()
    return any(word in told for word in words)


def _found(statement: Statement, spot: _Spot) -> ProfileFinding:
    return ProfileFinding(
        statement=statement,
        look=Look.FOUND,
        where=spot.where,
        post=spot.post,
        address=spot.address,
    )


def _missing(
    statement: Statement, why: Text, words: tuple[str, ...] = (), address: str | None = None
) -> ProfileFinding:
    return ProfileFinding(
        statement=statement, look=Look.NOT_FOUND, reason=why, words=words, address=address
    )


def _unread(statement: Statement, why: Text, where: Where, page: Page) -> ProfileFinding:
    told = (
        Text(f"{why.nl}: {page.reason.nl}", f"{why.en}: {page.reason.en}") if page.reason else why
    )
    return ProfileFinding(
        statement=statement,
        look=Look.NOT_READ,
        where=where,
        address=page.address,
        reason=told,
    )


def _on_page(
    statement: Statement, where: Where, page: Page, words: tuple[str, ...]
) -> ProfileFinding:
    return ProfileFinding(
        statement=statement,
        look=Look.FOUND,
        where=where,
        address=page.address,
        words=words,
    )


def _nowhere(statement: Statement, where: Where, pages: list[Page], why: Text) -> ProfileFinding:
    """Say that no page has it, or that one that may have it could not be read."""
    unread = next((page for page in pages if not page.was_read), None)
    if not pages or unread is not None:
        return ProfileFinding(
            statement=statement,
            look=Look.NOT_READ,
            where=where,
            address=unread.address if unread else None,
            reason=(unread.reason if unread else None) or NO_LINK,
        )
    return ProfileFinding(
        statement=statement,
        look=Look.NOT_FOUND,
        where=where,
        address=pages[0].address,
        reason=why,
    )
