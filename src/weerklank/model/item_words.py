"""Words for people about items: the same on the command line, on screens and in references."""

from weerklank.model.item import ItemKind, ItemState, Visibility
from weerklank.model.text import Text

KINDS = {
    ItemKind.PROFILE: Text("profiel", "profile"),
    ItemKind.POST: Text("bericht", "post"),
    ItemKind.REPLY: Text("reactie", "reply"),
    ItemKind.BOOST: Text("gedeeld bericht", "boost"),
    ItemKind.STORY: Text("tijdelijk bericht", "story"),
    ItemKind.MEDIUM: Text("los mediabestand", "loose media file"),
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
