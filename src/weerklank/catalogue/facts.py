"""Facts of items: by which they are filtered and counted. Few values, many items."""

from collections.abc import Iterable
from functools import lru_cache

from weerklank.catalogue.words import marked_words
from weerklank.model.item import (
    ArchivalItem,
    AuthorRole,
    Captions,
    ItemKind,
    ItemState,
    Medium,
    Visibility,
    state_of,
)
from weerklank.model.platform import Platform

#: Facts of which the values are counted beside what was found, in the order of the screen.
COUNTED = (
    "account", "platform", "kind", "author", "process", "scenario", "technique", "media",
    "captions", "state", "hotspot",
)  # fmt: skip
#: Types of media by which one may filter.
MEDIA = ("image", "video", "audio")
_ENDINGS = {
    "image": ("avif", "bmp", "gif", "heic", "heif", "jfif", "jpeg", "jpg", "png", "svg", "tif",
              "tiff", "webp"),
    "video": ("3gp", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "ogv", "webm"),
    "audio": ("aac", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav"),
}  # fmt: skip
#: Platforms that have no captions: a film has a description alone there.
_NEVER_CAPTIONS = frozenset({Platform.MASTODON})
#: That an item has a film, be it that no more than its cover came in.
FILM = "media:video"
#: What not everyone may see.
SHIELDED = f"visibility:{Visibility.FOLLOWERS}"
#: What few may see: the words of an item probably hold what the law protects more.
SPECIAL = "special:yes"
#: Fact that decisions change: the index knows only what records tell of it.
STATE = "state"
#: Fact that decisions alone make: the index knows nothing of it.
HOTSPOT = "hotspot"
#: What comes back from others, and what is neither that nor a message of the account.
FROM_OTHERS = f"author:{AuthorRole.CITIZEN}"
NO_MESSAGE = f"kind:{ItemKind.PROFILE}"


def facts_of(
    item: ArchivalItem,
    techniques: tuple[str, ...] = (),
    *,
    captions: Captions | None = None,
    deleted: bool = False,
    shielded: bool = False,
) -> tuple[str, ...]:
    """Give the facts of an item as `name:value`; `techniques` are those of all its versions.

    `captions` is what another version of it tells of its captions, where it does not itself.

    `deleted` says that it is marked as gone from its platform, `shielded` that some version of it
    was for followers only: it is found by the words of all versions, and seen by who may see each.
    """
    sorts = tuple(map(_sort_of, item.media)) if item.media else ()
    return _facts(
        item.account,
        item.platform,
        item.kind,
        item.author.role,
        item.process,
        item.scenario,
        techniques or (item.technique,),
        sorts,
        _captions(item, sorts) if captions is None else captions,
        state_of(item, deleted=deleted),
        Visibility.FOLLOWERS if shielded else item.visibility,
    )


def told_captions(versions: Iterable[ArchivalItem]) -> Captions | None:
    """Give what the newest version tells that tells of captions; None where none does."""
    told = (one.captions for one in versions if one.captions not in {None, Captions.UNTOLD})
    return next(told, None)


def _captions(item: ArchivalItem, sorts: tuple[str, ...]) -> Captions | None:
    """Give whether a film has captions; None for what is no film, by its platform or its media."""
    if item.captions is not None or "video" not in sorts:
        return item.captions
    return Captions.WITHOUT if item.platform in _NEVER_CAPTIONS else Captions.UNTOLD


def _sort_of(medium: Medium) -> str:
    """Say what a medium is: by its type, else by its name, since an API may tell no type."""
    if medium.type:
        return medium.type.partition("/")[0]
    ending = (medium.file or "").rpartition(".")[2]
    return next((sort for sort, known in _ENDINGS.items() if ending in known), "")


@lru_cache(maxsize=1000)
def _facts(
    account: str,
    platform: str,
    kind: ItemKind,
    author: AuthorRole,
    process: str | None,
    scenario: str,
    techniques: tuple[str, ...],
    media: tuple[str, ...],
    captions: Captions | None,
    state: ItemState,
    visibility: Visibility,
) -> tuple[str, ...]:
    facts = [
        f"account:{account}",
        f"platform:{platform}",
        f"kind:{kind}",
        f"author:{author}",
        *((FROM_OTHERS,) if author is AuthorRole.NAMED else ()),
        f"scenario:{scenario}",
        *(f"technique:{technique}" for technique in techniques),
        f"state:{state}",
        f"media:{'yes' if media else 'no'}",
        *(f"media:{kind}" for kind in media if kind in MEDIA),
    ]
    if captions:
        # Of some films no more than a cover comes in.
        facts += [FILM, f"captions:{captions}"]
    if process:
        facts.append(f"process:{process}")
    if visibility is not Visibility.PUBLIC:
        facts.append(f"visibility:{visibility}")
    return tuple(dict.fromkeys(facts))


def texts_of(item: ArchivalItem) -> list[str]:
    """Give the texts of an item that can be searched."""
    texts = [item.title, item.text, *(medium.alt for medium in item.media)]
    if item.poll:
        texts.extend(option.text for option in item.poll.options)
    return [text for text in texts if text]


def hashtags_and_mentions(texts: Iterable[str]) -> tuple[str, ...]:
    """Give what is marked with # or @ in some texts."""
    found = [word for text in texts for word in marked_words(text)]
    return tuple(dict.fromkeys(found)) if found else ()
