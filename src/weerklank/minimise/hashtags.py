"""Hashtags that name somebody within one word: `#dank_jan`, `#DankJan2024`.

What such a tag says is told by its capitals, which the address of the tag and lists of tags leave
out. So a tag that names somebody in a text is looked for as a whole in all of that item.
"""

import re
from collections.abc import Iterable

from weerklank.minimise.folding import fold_key
from weerklank.minimise.html_text import plain
from weerklank.minimise.names import ThreadNames
from weerklank.minimise.slugs import words_within

_SIGNS = "#\uff03"
#: A tag after its sign, with what shows nothing inside it.
_TAG = re.compile("[#\uff03]([\\w\u00b7\u00ad\u200b-\u200d\u2060]+)")


def learn_hashtags(names: ThreadNames, texts: Iterable[str | None]) -> None:
    """Let `names` find each hashtag of some texts, or of HTML, that names one of them."""
    if names.is_empty:
        return
    tags = {
        tag
        for text in texts
        if text and any(sign in text for sign in _SIGNS)
        for reading in {text, plain(text)}
        for tag in _TAG.findall(reading)
    }
    for tag in sorted(tags):
        read = words_within(tag)
        hits = names.find(read) if read else []
        if hits:
            names.learn(fold_key(tag).strip("_"), hits[0].pseudonym)
