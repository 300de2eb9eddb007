"""What a connector has done on the pages of its platform while they are recorded: data, no code.

A connector says in `page_steps.toml` which buttons show more, which open what is closed, how a
banner is refused, how a page that asks to sign in is known, and what stands on a page that is as
it was when the file was written. What may never be pressed stands here, and no file changes that.
"""

import re
import tomllib
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

#: Words of buttons that do something in the name of who is signed in, or lead elsewhere. The same
#: expression is read by Python and by the script in the page.
NEVER = (
    r"(^|[^a-z])(accept all|alles accepteren|alle cookies accepteren|agree|akkoord|follow\w*|"
    r"unfollow\w*|(ont)?volg|(ont)?volgen|vind ik leuk|like|likes|unlike|favou?rite|favoriet|"
    r"boost|boosten|retweet|repost|share|deel|delen|reply|respond|reageer|reageren|beantwoord|"
    r"beantwoorden|antwoord|quote|citeer|citeren|report|rapporteer|rapporteren|block|blokkeer|"
    r"blokkeren|mute|negeer|negeren|messages?|dm|priv\S+bericht(en)?|bericht sturen|send|stuur|"
    r"sturen|verstuur|versturen|log ?in|login|inloggen|aanmelden|meld je aan|sign ?in|sign ?up|"
    r"sign ?out|log ?out|uitloggen|register|registreer|registreren|create account|"
    r"account aanmaken|subscribe|abonneer|abonneren|buy|koop|kopen|delete|verwijder|verwijderen|"
    r"save|bookmark|opslaan|bewaren|vote|stem|stemmen|download|downloaden)([^a-z]|$)"
)
_NEVER = re.compile(NEVER, re.IGNORECASE)
#: One of these is in every word that refuses.
_REFUSES = re.compile(
    r"noodzakelijk|necessary|essential|essentie|weiger|reject|refuse|decline|afwijzen|deny|"
    r"niet toestaan|do not allow",
    re.IGNORECASE,
)
_MOST_BYTES = 64 << 10

Words = tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=100)], ...]
Selectors = Annotated[
    tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=200)], ...],
    msgspec.Meta(min_length=1, max_length=40),
]


class Kind(StrEnum):
    """What pressing is for."""

    #: A banner over the page goes; what may be refused is refused.
    REFUSE = "refuse"
    #: More of a list comes.
    MORE = "more"
    #: What is closed opens: a content warning, a covered picture, a thread.
    OPEN = "open"


class Press(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Buttons to press: those that fit a selector and have one of the words."""

    kind: Kind
    selectors: Selectors
    #: Of what refuses the whole label is such a word, else it begins with one; none needed where
    #: there are none.
    words: Words = ()
    #: Also looks into open shadow trees, and for what refuses into frames, of others too.
    inside: bool = False
    #: How many presses of a whole visit.
    most: Annotated[int, msgspec.Meta(ge=1, le=2000)] = 100

    def __post_init__(self) -> None:
        for word in self.words:
            if _NEVER.search(word):
                raise ValueError(f"may never be pressed: {word}")
            if self.kind is Kind.REFUSE and not _REFUSES.search(word):
                raise ValueError(f"refuses nothing: {word}")
        if self.kind is Kind.REFUSE and not self.words:
            raise ValueError("what refuses is known by its words")


class Wall(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By what a page is known that asks to sign in; nothing behind it is forced."""

    #: Where the words are looked for; without words, what is there at all.
    selectors: tuple[str, ...] = ()
    words: Words = ()
    #: Also looks into open shadow trees.
    inside: bool = False
    #: Beginnings of paths to which such a page leads.
    paths: tuple[str, ...] = ()


class Shown(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of page, and what stands on it as long as the platform has not changed it."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    #: Expression that the whole route fits: the path, or a fragment that begins with a slash.
    route: str
    must: Selectors
    #: Where one of these stands the page has nothing to show, and nothing is demanded of it.
    unless: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        try:
            re.compile(self.route)
        except re.error:
            raise ValueError(f"no expression: {self.route}") from None


class Steps(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is done on the pages of a platform besides going down them."""

    press: tuple[Press, ...] = ()
    wall: Wall = Wall()
    page: tuple[Shown, ...] = ()
    #: Pictures that wait until they are looked at are fetched, and films begun, without sound.
    plays: bool = False

    def shown_at(self, address: str) -> Shown | None:
        """Give the kind of page that is at an address; None for one that is not described."""
        route = route_of(address)
        return next((one for one in self.page if re.fullmatch(one.route, route)), None)


#: Going down the page, and nothing else.
SCROLL_ALONE = Steps()


def route_of(address: str) -> str:
    """Give what tells pages of a site apart: the path, or a fragment that stands for one."""
    parts = urlsplit(address)
    fragment = parts.fragment.removeprefix("!")
    return fragment.partition("?")[0] if fragment.startswith("/") else parts.path


def read_steps(content: bytes) -> Steps:
    """Read a file of steps. Raises ValueError, which says what is wrong with it."""
    if len(content) > _MOST_BYTES:
        raise ValueError("a file of steps is shorter")
    return msgspec.convert(tomllib.loads(content.decode()), Steps)
