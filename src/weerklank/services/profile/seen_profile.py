"""What the archive holds of a profile now: its texts, links, pictures, and pinned posts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.account import Account
from weerklank.model.errors import BrokenInput, WrongUse, fault
from weerklank.model.item import ArchivalItem, Medium, RefType
from weerklank.model.json_value import Json
from weerklank.model.person_address import person_of
from weerklank.model.platform import Platform, large_platform_of
from weerklank.model.profile_check import ProfilePlace
from weerklank.model.question import Question
from weerklank.model.symbols import decode
from weerklank.model.text import Text
from weerklank.services.find.find_items import find_items
from weerklank.services.find.read_items import ItemReader, ask_for_part, locate, read_lines
from weerklank.services.profile.page_text import Link, Shown, is_web, plain, shown_by, shown_in
from weerklank.services.workplace import Workplace

NOT_HARVESTED = fault(
    "PROFILE-001",
    Text(
        nl="Het profiel van {account} is nog niet geoogst.",
        en="The profile of {account} was not harvested yet.",
    ),
    Text(
        nl="Oogst het account, of lees een export in; kijk daarna het profiel na.",
        en="Harvest the account, or take in an export; then check the profile.",
    ),
)
#: Fields of a profile, on whatever platform, that hold a link of its owner's choice, or text.
_LINK_FIELDS = frozenset({"website", "websites", "expanded_url", "linkurl", "external_url"})
_TEXT_FIELDS = frozenset({"about", "bio", "description", "short_description"})
#: Fields that hold the text of a profile or a post as HTML, with links by another name (Mastodon).
_HTML_FIELDS = frozenset({"note", "summary", "content"})
#: Rows of name and value that people fill in themselves (Mastodon).
_ROWS = frozenset({"fields", "attachment"})
_VERIFIED_FIELDS = frozenset(
    {"verified", "is_verified", "verified_at", "verification_status", "verifiedstatus"}
)
_NO_MARK = frozenset({"none", "not_verified", "invalid", ""})
#: Values of one profile that are looked at; a real one has some fifty.
_MOST_VALUES = 5_000
#: Profiles of one account that are looked through: each name that it had may have one.
_MOST_PROFILES = 50


@dataclass(frozen=True, slots=True)
class Placed:
    """A text of a profile, or of a post that it shows above all others."""

    where: ProfilePlace
    shown: Shown
    #: Permanent address of the pinned post.
    post: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenProfile:
    """The newest version of a profile, and the posts that it pins and that are there still."""

    item: ArchivalItem
    texts: tuple[Placed, ...]
    #: Whether the platform shows a mark; None where it says nothing of that.
    is_verified: bool | None

    @property
    def name(self) -> str:
        """Give the name that is shown."""
        return plain(self.item.title or "")

    @property
    def pictures(self) -> tuple[Medium, ...]:
        """Give its pictures."""
        return self.item.media


def read_profile(workplace: Workplace, account: Account) -> SeenProfile:
    """Read the newest version that is held; WrongUse where none is."""
    tags = (f"account:{account.id}", "kind:profile")
    held = find_items(workplace, Question(tags=tags, limit=_MOST_PROFILES))
    if not held.items:
        for damage in held.unreadable:
            raise damage
        raise WrongUse(NOT_HARVESTED, account=account.id)
    newest = max(held.items, key=lambda item: item.captured_at)

    def read(catalogue: Catalogue, reader: ItemReader) -> SeenProfile:
        values = [*_values(_source(workplace, locate(catalogue, newest.id)[-1]))]
        own = (Placed(ProfilePlace.PROFILE, one) for one in _texts(newest, values))
        texts = (*own, *_of_fields(values), *_pinned(workplace, catalogue, reader, newest))
        return SeenProfile(item=newest, texts=texts, is_verified=_is_verified(values))

    return ask_for_part(workplace, read)


def is_followed(address: str, account: Account) -> bool:
    """Tell whether a link may lead to a page of the organisation: not to anybody's account.

    Nor back to the platform itself, such as to a hashtag.
    """
    host = (urlsplit(address).hostname or "").lower()
    if not host or large_platform_of(host) is not None:
        return False
    parts, own = urlsplit(address), urlsplit(account.url)
    is_tag = parts.netloc == own.netloc and parts.path.startswith(("/tags/", "/explore/"))
    return not is_tag and not leads_to_account(address)


def leads_to_account(address: str) -> bool:
    """Tell whether a link leads to somebody's account on a social medium."""
    return person_of(address) is not None


def _pinned(
    workplace: Workplace, catalogue: Catalogue, reader: ItemReader, profile: ArchivalItem
) -> Iterator[Placed]:
    for ref in profile.refs:
        if ref.type is not RefType.PINNED:
            continue
        if catalogue.database.deletions.of(decode(ref.key)) is not None:
            continue  # nobody who looks at the profile sees it any more
        place = catalogue.database.places.newest_by_key(decode(ref.key))
        item = reader.try_read(place) if place else None
        if place is None or item is None or isinstance(item, BrokenInput):
            continue
        for shown in _texts(item, _values(_source(workplace, place))):
            yield Placed(ProfilePlace.PINNED, shown, item.id)


def _texts(item: ArchivalItem, values: Iterable[tuple[str, Json]]) -> Iterator[Shown]:
    """Give the text of a profile or post; its links as the platform has them, where it has HTML.

    Else each address in the text is one.
    """
    has_html = item.platform == Platform.MASTODON
    fields = (value for name, value in values if has_html and name in _HTML_FIELDS)
    html = [shown_in(value) for value in fields if isinstance(value, str)]
    text = shown_by(item.text or "")
    yield from html
    yield Shown(text.text) if html else text


def _source(workplace: Workplace, place: Located) -> Json:
    """Read what the platform gave, after minimisation."""
    source: Json = orjson.loads(read_lines(workplace, place).source)
    return source


def _values(source: Json) -> Iterator[tuple[str, Json]]:
    """Give each value of a source with the name of the field that it is within."""
    left: list[tuple[str, Json]] = [("", source)]
    seen = 0
    while left and seen < _MOST_VALUES:
        name, value = left.pop()
        seen += 1
        if isinstance(value, dict):
            inner = _LINK_FIELDS | _ROWS
            left += [(name if name in inner else key.lower(), one) for key, one in value.items()]
            if name in _ROWS:
                left += [(key, value[key]) for key in ("verified_at",) if key in value]
        elif isinstance(value, list):
            left += [(name, one) for one in value]
        else:
            yield name, value


def _of_fields(values: list[tuple[str, Json]]) -> Iterator[Placed]:
    """Give what stands in other fields of a profile than its text."""
    for name, value in values:
        if not isinstance(value, str) or not value.strip():
            continue
        if name in _LINK_FIELDS:
            yield Placed(ProfilePlace.PROFILE, _bare(value))
        elif name in _ROWS:
            yield Placed(ProfilePlace.PROFILE, shown_in(value))
        elif name in _TEXT_FIELDS:
            yield Placed(ProfilePlace.PROFILE, shown_by(value))


def _bare(value: str) -> Shown:
    """Read a field that holds an address, with or without its scheme."""
    text = plain(value.strip())
    address = text if "://" in text else f"https://{text}"
    is_one = " " not in text and "." in text and is_web(address)
    return Shown(text, (Link(0, address, ""),) if is_one else ())


def _is_verified(values: list[tuple[str, Json]]) -> bool | None:
    told = [value for name, value in values if name in _VERIFIED_FIELDS]
    if not told:
        return None
    return any(_says_so(value) for value in told)


def _says_so(value: Json) -> bool:
    if isinstance(value, str):
        return value.lower() not in _NO_MARK
    return value is True
