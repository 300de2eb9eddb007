"""Which posts stand in a page of Mastodon, by the numbers of their server."""

from weerklank.model.raw_page import SeenElement, SeenPage

#: What a list of Mastodon's own pages puts around each post, with its number.
_NUMBER = "data-id"


def numbers_in(page: SeenPage) -> frozenset[str]:
    """Give the numbers of the posts that a page showed.

    A post stands in a list by its number, and on its own page under a link to itself.
    """
    found: set[str] = set()
    waiting: list[SeenElement] = [page.root]
    while waiting:
        element = waiting.pop()
        for name in (_NUMBER, "href"):
            value = element.attributes.get(name, "")
            last = value.partition("?")[0].rstrip("/").rpartition("/")[2]
            if last.isalnum():
                found.add(last)
        waiting.extend(one for one in element.children if not isinstance(one, str))
    return frozenset(found)
