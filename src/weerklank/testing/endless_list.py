"""Pages of a list that has no end: what a server gives that leads on and on."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from weerklank.model.json_value import Json


@dataclass(frozen=True, slots=True)
class EndlessPage:
    """What the next page of such a list holds, and where it says that the list goes on."""

    #: Other posts for another number; None for a page on which nothing stands.
    posts: int | None
    #: Another place for another number.
    leads_to: int


#: The lists without an end that there are: of the how manieth question a page is made.
ENDLESS_LISTS: dict[str, Callable[[int], EndlessPage]] = {
    "ever new posts": lambda turn: EndlessPage(turn, turn),
    "new posts, and each time the same place to go on": lambda turn: EndlessPage(turn, 0),
    "nothing, and each time another place to go on": lambda turn: EndlessPage(None, turn),
    "nothing, and each time the same place to go on": lambda _: EndlessPage(None, 0),
}
#: What may be taken for the end of a list: a page that holds nothing and leads to itself.
MAY_BE_ITS_END = EndlessPage(None, 0)


def renumbered(body: Json, numbers: str, page: EndlessPage) -> Json:
    """Give a page with other posts on it: all in it that matches `numbers` is another number.

    For ids that are numbers, further apart than a thousand from page to page.
    """
    more = 1_000 * (page.posts or 0)
    text = re.sub(numbers, lambda found: str(int(found[0]) + more), json.dumps(body))
    other: Json = json.loads(text)
    return other
