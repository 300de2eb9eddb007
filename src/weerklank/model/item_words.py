"""Words for people about items: the same on the command line, on screens and in references."""

from enum import StrEnum

from weerklank.model.item import HeldBack, HeldBackScope, ItemKind, ItemState, Visibility
from weerklank.model.platform import Platform
from weerklank.model.text import Text

KINDS = {
    ItemKind.PROFILE: Text("profiel", "profile"),
    ItemKind.POST: Text("bericht", "post"),
    ItemKind.REPLY: Text("reactie", "reply"),
    ItemKind.BOOST: Text("gedeeld bericht", "boost"),
    ItemKind.STORY: Text("tijdelijk bericht", "story"),
    ItemKind.MEDIUM: Text("los mediabestand", "loose media file"),
    ItemKind.PAGE: Text("pagina", "page"),
}
STATES = {
    ItemState.PRESENT: Text("aanwezig", "present"),
    ItemState.EDITED: Text("gewijzigd", "edited"),
    ItemState.DELETED: Text("verwijderd op het platform", "deleted on the platform"),
    ItemState.RESTRICTED: Text("beperkt", "restricted"),
}
VISIBLE = {
    Visibility.PUBLIC: Text("openbaar", "public"),
    Visibility.UNLISTED: Text("niet in overzichten", "unlisted"),
    Visibility.FOLLOWERS: Text("alleen voor volgers", "followers only"),
}


class TitleKind(StrEnum):
    """What the title of an item is to who reads it."""

    #: That of a film or an article.
    TITLE = "title"
    #: What a reader must see before the text.
    WARNING = "warning"
    #: Of a profile: how the account calls itself.
    NAME = "name"
    #: Of a loose media file: that of the file.
    FILE = "file"


def what_title_is(kind: ItemKind, platform: str) -> TitleKind:
    """Tell what the title of an item is; Mastodon's posts have one for a warning alone."""
    if kind is ItemKind.PROFILE:
        return TitleKind.NAME
    if kind is ItemKind.MEDIUM:
        return TitleKind.FILE
    if kind is ItemKind.PAGE:
        return TitleKind.TITLE
    return TitleKind.WARNING if platform == Platform.MASTODON else TitleKind.TITLE


#: How X writes that something is shown nowhere, and that a claim of rights is why.
_EVERYWHERE, _OVER_A_CLAIM = "XX", "XY"
_HIDDEN = Text("niet getoond {where}{why}{whole}", "not shown {where}{why}{whole}")
_IN_NO_COUNTRY = Text("door het platform", "by the platform")
_IN_ALL = Text("in alle landen", "in any country")
_IN = Text("in {countries}", "in {countries}")
_CLAIM = Text(", om een claim van rechten", ", over a claim of rights")
_ACCOUNT = Text("; het hele account", "; the account as a whole")
_NOTHING = Text("", "")


def withheld_in_words(found: HeldBack) -> Text:
    """Say where a platform does not show an item, and why."""
    codes = [one for one in found.countries if one not in {_EVERYWHERE, _OVER_A_CLAIM}]
    where = _IN.filled(countries=", ".join(codes)) if codes else _IN_NO_COUNTRY
    where = _IN_ALL if _EVERYWHERE in found.countries else where
    is_claim = found.copyright or _OVER_A_CLAIM in found.countries
    whole = _ACCOUNT if found.scope is HeldBackScope.USER else _NOTHING
    return _HIDDEN.filled(where=where, why=_CLAIM if is_claim else _NOTHING, whole=whole)
