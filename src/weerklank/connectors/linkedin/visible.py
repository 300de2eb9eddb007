"""To whom LinkedIn shows a post, in its words: the same in an export and by the API."""

from weerklank.model.item import Visibility

_VISIBLE = {
    "PUBLIC": Visibility.PUBLIC,
    # Whoever is a member: LinkedIn does not say here whether others see it too.
    "MEMBER_NETWORK": Visibility.UNLISTED,
    "LOGGED_IN": Visibility.UNLISTED,
}


def visible_to(word: str | None) -> Visibility:
    """Give to whom; any word that is not known is as narrow as for contacts."""
    return _VISIBLE.get(word or "", Visibility.FOLLOWERS)
