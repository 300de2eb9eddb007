"""What of the template a profile has: each statement, its links, and what their pages say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from weerklank.model.account import Account
from weerklank.model.profile_check import (
    LinkedPage,
    ProfileAnswer,
    ProfileFinding,
    ProfilePlace,
    ProfileStatement,
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
    SHORT_AND_WHOLE,
    SHORT_UNREAD,
)
from weerklank.model.text import Text
from weerklank.services.profile.findings import (
    Spot,
    say_found,
    say_missing,
    say_nowhere,
    say_on_page,
    say_unread,
    spot_of,
)
from weerklank.services.profile.page_statements import channels_in, erasure_in, rights_in
from weerklank.services.profile.page_text import Link
from weerklank.services.profile.read_page import Page, PageReader, named
from weerklank.services.profile.seen_profile import (
    SeenProfile,
    is_followed,
    leads_to_account,
)
from weerklank.services.profile.statements import (
    Hold,
    has_name,
    has_short_form,
    holds,
    is_link_said,
    nearest,
    words_of,
)

_THREE = (ProfileStatement.OFFICIAL, ProfileStatement.FORMAL, ProfileStatement.PERSONAL_DATA)
#: Links of a profile and its pinned posts that are followed, and of the pages behind them.
_MOST_LINKS = 8
#: What an address or the name of a link has that leads to a privacy statement, or to channels.
_OF_PRIVACY = ("privacy", "persoonsgegevens")
_OF_CONTACT = ("contact", "bezwaar", "formeel", "formele")
_LOGO = ("logo", "beeldmerk", "wapen")


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
    _spots: list[Spot] = field(default_factory=list)
    _landings: list[Spot] = field(default_factory=list)
    #: Links that are followed, in their order.
    _links: list[Link] = field(default_factory=list)

    def findings(self) -> tuple[ProfileFinding, ...]:
        """Give what came of each thing, in the order of screens."""
        self._spots = [spot_of(placed) for placed in self.profile.texts]
        self._links = self._followed()
        for link in self._links:
            page = self.reader.read(link.address)
            spot = Spot(ProfilePlace.LANDING, page.shown, page.words, address=page.address)
            if any(self._held(spot, one) for one in _THREE):
                self._landings.append(spot)
        found = [self._statement(one) for one in _THREE]
        privacy, contact = self._privacy(), self._contact()
        found += [self._link(ProfileStatement.PRIVACY_LINK, privacy)]
        found += [self._link(ProfileStatement.CONTACT_LINK, contact)]
        found += [self._name(), self._logo()]
        if self.profile.is_verified is not None:
            found.append(self._verified(shows_mark=self.profile.is_verified))
        found += [self._rights(privacy), self._erasure(privacy), self._channels(contact)]
        order = {one: rank for rank, one in enumerate(ProfileStatement)}
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

    def _may_matter(self, spot: Spot, link: Link) -> bool:
        """Tell whether a link is worth following; posts link to news as well."""
        return (
            spot.where is ProfilePlace.PROFILE
            or has_short_form(spot.words)
            or any(holds(spot.words, one) for one in _THREE)
            or _is_of(link, _OF_PRIVACY)
        )

    # The three statements.

    def _statement(self, statement: ProfileStatement) -> ProfileFinding:
        for spot in self._spots:
            if self._held(spot, statement):
                return say_found(statement, spot)
        short = next((spot for spot in self._spots if has_short_form(spot.words)), None)
        landing = next((one for one in self._landings if self._held(one, statement)), None)
        if short is None:
            why, missing = self._nearest(statement, is_on_page=landing is not None)
            return say_missing(statement, why, missing)
        if landing is not None:
            return replace(say_found(statement, landing), reason=SHORT_AND_WHOLE)
        return self._behind_short_form(statement)

    def _behind_short_form(self, statement: ProfileStatement) -> ProfileFinding:
        if unread := self._unread():
            return say_unread(statement, SHORT_UNREAD, ProfilePlace.LANDING, unread[0])
        return say_missing(statement, SHORT_ALONE)

    def _held(self, spot: Spot, statement: ProfileStatement) -> Hold | None:
        """Give where a text holds a statement, the official one only in our own name."""
        hold = holds(spot.words, statement)
        if hold is None or statement is not ProfileStatement.OFFICIAL:
            return hold
        return hold if has_name(words_of(hold.editor), self.organisation) else None

    def _nearest(
        self, statement: ProfileStatement, *, is_on_page: bool
    ) -> tuple[Text, tuple[str, ...]]:
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

    def _unread(self) -> list[Page]:
        """Give the pages that may say anything, as they could not be read."""
        return [one for one in self._pages() if not one.was_read and not one.is_gone]

    def _privacy(self) -> list[tuple[Spot, Link]]:
        return self._leading(ProfileStatement.PERSONAL_DATA, self.pages.privacy, _OF_PRIVACY)

    def _contact(self) -> list[tuple[Spot, Link]]:
        return self._leading(ProfileStatement.FORMAL, self.pages.contact, _OF_CONTACT)

    def _leading(
        self, statement: ProfileStatement, ours: str | None, words: tuple[str, ...]
    ) -> list[tuple[Spot, Link]]:
        """Give the links to a page: as the statement says, else to ours, else what is called so.

        The last only of the profile itself: at the foot of any page stand links of that kind.
        """
        found: list[tuple[int, Spot, Link]] = []
        for spot in (*self._spots, *self._landings):
            hold = holds(spot.words, statement)
            for link in spot.shown.links:
                if not (self._is_ours(link.address) or is_followed(link.address, self.account)):
                    continue
                if hold and is_link_said(spot.shown.text, hold.end, link.start):
                    found.append((0, spot, link))
                elif ours and _bare(link.address) == _bare(ours):
                    found.append((1, spot, link))
                elif spot.where is not ProfilePlace.LANDING and _is_of(link, words):
                    found.append((2, spot, link))
        best = min((rank for rank, _, _ in found), default=0)
        return [(spot, link) for rank, spot, link in found if rank == best][:_MOST_LINKS]

    def _link(
        self, statement: ProfileStatement, leading: list[tuple[Spot, Link]]
    ) -> ProfileFinding:
        if leading:
            spot, link = leading[0]
            page = self.reader.read(link.address)
            if page.is_gone and page.reason is not None:
                return say_missing(statement, page.reason, address=page.address)
            return ProfileFinding(
                statement=statement,
                look=ProfileAnswer.FOUND,
                where=spot.where,
                post=spot.post,
                address=named(link.address),
            )
        if unread := self._unread():
            return say_unread(statement, LINK_UNREAD, ProfilePlace.LANDING, unread[0])
        return say_missing(statement, NO_LINK)

    def _read_all(self, leading: Iterable[tuple[Spot, Link]]) -> list[Page]:
        """Give the pages that links lead to, each once, and last the landing pages themselves."""
        pages = [self.reader.read(link.address) for _, link in leading]
        landings = [page for page in self._pages() if page.address in self._landing_addresses()]
        return [*{page.address: page for page in (*pages, *landings)}.values()]

    def _landing_addresses(self) -> set[str | None]:
        return {spot.address for spot in self._landings}

    # What stands on the pages.

    def _rights(self, leading: list[tuple[Spot, Link]]) -> ProfileFinding:
        statement, pages = ProfileStatement.PRIVACY_RIGHTS, self._read_all(leading)
        for page in pages:
            if rights := rights_in(page.shown):
                return say_on_page(statement, ProfilePlace.PRIVACY_PAGE, page, rights)
        return say_nowhere(
            statement, ProfilePlace.PRIVACY_PAGE, pages or self._unread(), NO_RIGHTS
        )

    def _erasure(self, leading: list[tuple[Spot, Link]]) -> ProfileFinding:
        statement, pages = ProfileStatement.PRIVACY_ERASURE, self._read_all(leading)
        why = NO_ERASURE
        for page in pages:
            found = erasure_in(page.shown)
            if found.for_archiving:
                return say_on_page(statement, ProfilePlace.PRIVACY_PAGE, page, found.words)
            why = NOT_FOR_ARCHIVING if found.is_said else why
        return say_nowhere(statement, ProfilePlace.PRIVACY_PAGE, pages or self._unread(), why)

    def _channels(self, leading: list[tuple[Spot, Link]]) -> ProfileFinding:
        statement, pages = ProfileStatement.CONTACT_CHANNELS, self._read_all(leading)
        for page in pages:
            if channels := channels_in(page.shown):
                return say_on_page(statement, ProfilePlace.CONTACT_PAGE, page, channels)
        return say_nowhere(
            statement, ProfilePlace.CONTACT_PAGE, pages or self._unread(), NO_CHANNELS
        )

    # What makes it recognisable.

    def _name(self) -> ProfileFinding:
        names = [self.organisation, *([self.account.unit] if self.account.unit else [])]
        title = words_of(self.profile.name)
        if any(has_name(title, name) for name in names):
            return ProfileFinding(
                statement=ProfileStatement.NAME,
                look=ProfileAnswer.FOUND,
                where=ProfilePlace.PROFILE,
            )
        return say_missing(ProfileStatement.NAME, NO_NAME)

    def _logo(self) -> ProfileFinding:
        pictures = self.profile.pictures
        if not pictures:
            return say_missing(ProfileStatement.LOGO, NO_PICTURE)
        alts = [words_of(str(one.alt or "")) for one in pictures]
        if any(sign in _LOGO for words in alts for sign in words.signs):
            return ProfileFinding(
                statement=ProfileStatement.LOGO,
                look=ProfileAnswer.FOUND,
                where=ProfilePlace.PROFILE,
            )
        return ProfileFinding(
            statement=ProfileStatement.LOGO,
            look=ProfileAnswer.NOT_READ,
            where=ProfilePlace.PROFILE,
            reason=PICTURE_BY_EYE,
        )

    def _verified(self, *, shows_mark: bool) -> ProfileFinding:
        if shows_mark:
            return ProfileFinding(
                statement=ProfileStatement.VERIFIED,
                look=ProfileAnswer.FOUND,
                where=ProfilePlace.PROFILE,
            )
        return say_missing(ProfileStatement.VERIFIED, NOT_VERIFIED)


def _bare(address: str) -> str:
    """Give an address in the form in which two are compared."""
    return address.partition("#")[0].rstrip("/").lower()


def _is_of(link: Link, words: tuple[str, ...]) -> bool:
    told = f"{link.address} {link.label}".lower()
    return any(word in told for word in words)
