"""Show public: one public post whole, its replies where those are read, and its clean media."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.catalogue.newest_messages import Message
from weerklank.disclose.publicity import is_official, why_no_medium
from weerklank.disclose.renumber import Renumbered
from weerklank.model.account import Account
from weerklank.model.errors import BrokenInput, WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.item import ArchivalItem, AuthorRole, Medium, RefType
from weerklank.model.named_party import NAMED_AS
from weerklank.model.portal import MediumWithheld, PortalStep
from weerklank.model.rights import ItemRights, PartRights
from weerklank.model.text import Text
from weerklank.services.disclose.public_items import PublicItem, PublicItems, items_in
from weerklank.services.disclose.search_public import PublicPost, place_of, public_post
from weerklank.services.find.clean_medium import CleanCopy, clean_copy
from weerklank.services.find.files_of_media import file_in_packages
from weerklank.services.find.media_format import is_shown
from weerklank.services.find.read_items import (
    UNKNOWN_ITEM,
    ItemReader,
    address,
    ask_for_part,
)
from weerklank.services.workplace import Workplace

_OF_OURS = Text("een account van de organisatie", "an account of the organisation")
#: Replies of one post that are shown at most.
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMedium:
    """A medium of a public post; without `copy` it is told why not."""

    medium: Medium
    alt: str
    copy: CleanCopy | None
    why: MediumWithheld | None
    right: PartRights | None

    @property
    def kind(self) -> str:
        """Tell whether it is shown as `image`, `video` or `audio`."""
        return self.copy.kind.type.partition("/")[0] if self.copy else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicShown:
    """A public post with all that its page shows."""

    post: PublicPost
    account: Account
    media: tuple[PublicMedium, ...]
    #: Answers of a poll with how often each was chosen.
    options: tuple[tuple[str, int | None], ...]
    rights: ItemRights
    #: Whether it quotes something, which is not shown.
    has_quote: bool
    #: What lets its replies be read; None where they are counted alone.
    replies: PortalStep | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReply:
    """A reply as everyone may read it."""

    item: ArchivalItem
    #: `Persoon 1`, or as what it is known who wrote it.
    author: str | Text
    is_own: bool
    text: str


def show_public(workplace: Workplace, name: str) -> PublicShown:
    """Give a public post; WrongUse for any other, be it there or not."""

    def show(catalogue: Catalogue, reader: ItemReader) -> PublicShown:
        public = items_in(workplace, catalogue)
        found = _found(public, name)
        item = reader.read(_place(catalogue, found))
        persons = Renumbered()
        post = public_post(found, item, persons)
        rights = public.decided.rights.of([item])
        places = catalogue.database.places.versions_by_key(found.key)
        account = AccountId(found.account)
        return PublicShown(
            post=post,
            account=public.decided.accounts[account],
            media=tuple(
                _medium(one, file_in_packages(workplace, places, one), rights, persons)
                for one in item.media
            ),
            options=tuple(
                (persons.text(one.text), one.votes)
                for one in (item.poll.options if item.poll else ())
            ),
            rights=rights,
            has_quote=any(ref.type is RefType.QUOTE_OF for ref in item.refs),
            replies=public.decided.portal.replies.get(account),
        )

    return ask_for_part(workplace, show)


def public_medium(workplace: Workplace, name: str, medium: str) -> CleanCopy:
    """Give the clean copy of a medium of a public post; WrongUse where it is not public."""
    for one in show_public(workplace, name).media:
        if one.medium.id == medium and one.copy is not None:
            return one.copy
    raise WrongUse(UNKNOWN_ITEM, item=f"{name}/{medium}")


def public_replies(workplace: Workplace, name: str) -> tuple[PublicShown, list[PublicReply]]:
    """Give a public post with its public replies, in order of time.

    WrongUse where replies at its account are not read.
    """
    shown = show_public(workplace, name)
    if shown.replies is None:
        raise WrongUse(UNKNOWN_ITEM, item=name)

    def replies(catalogue: Catalogue, reader: ItemReader) -> list[PublicReply]:
        # The rule is asked of each as the catalogue is now: not in the midst of a change.
        public = items_in(workplace, catalogue, may_lag=False)
        return [*_replies(catalogue, reader, public, _found(public, name))]

    return shown, ask_for_part(workplace, replies)


def _found(public: PublicItems, name: str) -> PublicItem:
    found = public.shown.get(address(name))
    if found is None:
        raise WrongUse(UNKNOWN_ITEM, item=name)
    return found


def _place(catalogue: Catalogue, found: PublicItem) -> Located:
    place = place_of(catalogue, found)
    if place is None:
        raise WrongUse(UNKNOWN_ITEM, item=found.id)
    return place


def _medium(
    medium: Medium, path: Path | None, rights: ItemRights, persons: Renumbered
) -> PublicMedium:
    made = clean_copy(path) if path is not None else None
    copy = made if isinstance(made, CleanCopy) and is_shown(made.kind) else None
    right = rights.of_medium(medium.id)
    why = why_no_medium(right, copy.kind.type.partition("/")[0] if copy else "")
    return PublicMedium(
        medium=medium,
        alt=persons.text(medium.alt or ""),
        copy=None if why else copy,
        why=why,
        right=right,
    )


def _replies(
    catalogue: Catalogue, reader: ItemReader, public: PublicItems, found: PublicItem
) -> Iterator[PublicReply]:
    """Give what is public below a post, own answers too; the rule is asked of each."""
    begun, persons = _place(catalogue, found), Renumbered()
    is_top = begun.thread == begun.key
    given = 0
    for key, parent, place in catalogue.database.threads.items_of(begun.thread):
        if key == found.key or not (is_top or parent == found.key) or given == _MOST:
            continue
        item = reader.try_read(place)
        if isinstance(item, BrokenInput):
            continue
        is_own = item.author.role is AuthorRole.OWN
        if is_own and place.id not in public.items:
            continue
        if not is_own and public.judge.why(_message(item, place, parent), is_own=False):
            continue
        given += 1
        yield PublicReply(
            item=item,
            author=_author(item, public, persons),
            is_own=is_own,
            text=persons.text(item.text or ""),
        )


def _message(item: ArchivalItem, place: Located, parent: bytes | None) -> Message:
    return Message(
        row=place.row,
        id=place.id,
        key=place.key,
        version=place.version,
        account=item.account,
        created=place.created,
        thread=place.thread,
        parent=parent,
        shielded=place.shielded,
        special=place.special,
    )


def _author(item: ArchivalItem, public: PublicItems, persons: Renumbered) -> str | Text:
    """Name who wrote a reply: nobody by a name that stands elsewhere too."""
    author, accounts = item.author, public.decided.accounts
    if author.role is AuthorRole.OWN:
        return accounts[AccountId(item.account)].handle
    if author.role is AuthorRole.LISTED:
        official = (one.handle for one in accounts.values() if is_official(one))
        return next((one for one in official if one == author.handle), _OF_OURS)
    if author.named_as is not None:
        return NAMED_AS[author.named_as]
    return persons.name(author.shown or "")
