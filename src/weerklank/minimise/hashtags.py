"""Hashtags that name somebody within one word: `#dank_jan`, `#DankJan2024`.

What such a tag says is told by its capitals, which the address of the tag and lists of tags leave
out. So a tag that names somebody in a text is looked for as a whole in all of that item.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from weerklank.minimise.folding import fold
from weerklank.minimise.html_text import plain
from weerklank.minimise.names import ThreadNames
from weerklank.minimise.slugs import words_within

#: All that fold to the sign of a hashtag, and its entity.
_SIGNS = re.compile("[#\uff03\ufe5f]|&num;")
#: A tag after its sign, when folded: then it is letters, whatever they were dressed in.
_TAG = re.compile(r"#(\w+)")


def learn_hashtags(
    names: ThreadNames, texts: Iterable[str], may_name: Callable[[str], bool]
) -> None:
    """Let `names` find each hashtag of some texts, or of HTML, that names one of them.

    `may_name` tells of a text whether anybody may be named in it; asked of those with a hashtag.
    """
    if names.is_empty:
        return
    tags = {
        tag
        for text in texts
        if _SIGNS.search(text) and may_name(text)
        for reading in {text, plain(text)}
        for tag in _tags(reading)
    }
    for word, tag in sorted(tags):
        read = words_within(tag)
        who = names.whom(read) if read else None
        if who:
            names.learn(word.strip("_"), who)


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """Give each hashtag of a text, folded and as it stands."""
    folded = fold(text)
    for match in _TAG.finditer(folded.key):
        yield match[1], text[slice(*folded.span(*match.span(1)))]
