"""Which strings of a source may name somebody: one answer for what comes in and for what is held.

What is held has no shape any more (docs/adr/0044), so the answer goes by the form of a string: any
may name somebody, but for the few forms here that can't.
"""

import re
from urllib.parse import unquote

from weerklank.minimise.facts import is_fact
from weerklank.minimise.names import ThreadNames
from weerklank.minimise.own_facts import is_of_vocabulary
from weerklank.minimise.slugs import words_within
from weerklank.minimise.who import Whois
from weerklank.model.symbols import ALPHABET, KEY_SYMBOLS

#: What stands for an item or a person: keyed, so that it names nobody by itself.
_OPAQUE = re.compile(rf"weerklank:(?:item|person):[{ALPHABET}]{{{KEY_SYMBOLS}}}")

#: Strings of which is remembered that they can name nobody, and of how many symbols at most.
_MOST_HARMLESS = 4_096
_LONGEST_HARMLESS = 100

#: What addresses of ours begin with.
_BEGINNINGS = ("http", "tag:", "at:", "did:")


class SourceStrings:
    """Tells of the strings of one account's sources whether somebody may be named in them."""

    def __init__(self, who: Whois) -> None:
        self._who = who
        #: Strings that by their form can name nobody; names of fields and of types recur.
        self._harmless: set[str] = set()

    def may_name(self, text: str) -> bool:
        """Tell whether somebody may be named in a string: the value or the name of a field."""
        if text in self._harmless:
            return False
        if not text or is_fact(text) or _OPAQUE.fullmatch(text) or is_of_vocabulary(text):
            self._remember(text)
            return False
        if text.startswith(_BEGINNINGS):
            return self._who.is_usual(text) is None
        return not self._who.is_open_handle(text.removeprefix("acct:"))

    def _remember(self, text: str) -> None:
        if len(text) > _LONGEST_HARMLESS:
            return
        if len(self._harmless) >= _MOST_HARMLESS:
            self._harmless.clear()
        self._harmless.add(text)

    def names_in(self, address: str, names: ThreadNames) -> bool:
        """Tell whether an address, or another fact, names anybody of a thread; its server is ours.

        Read with its escapes, also those that stand in another.
        """
        read = unquote(unquote(address.replace(self._who.host, "")))
        if names.find(read):
            return True
        within = None if names.is_empty else words_within(read)
        return within is not None and bool(names.find(within))
