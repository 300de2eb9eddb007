"""Invented posts of third parties in which is marked what tells who somebody is.

Half of the names stand in no list of the product, half do. The sentences are others than those
of the set that the rules were made with.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from random import Random  # noqa: TID251 - a seeded generator: the posts have to be the same

from weerklank.minimise.free_text.name_lists import read_list
from weerklank.minimise.free_text.numbers import passes_eleven
from weerklank.model.found_words import FoundKind

_SLOT = re.compile(r"\{([a-z_]+)\}")
_TUSSENVOEGSELS = ("", "", "", "", "", "van", "van", "de", "van der", "van den", "ten", "van 't")
_STREETS = (
    "Vlasakkerlaan Koperwieklaan Zonnebloemstraat Trompetsteeg Havenkade Sluisweg Kastanjedreef "
    "Torenstraat Beukenplein Wilgenlaan Molendijk Schoolpad Zeilmakersgracht Lindenhof"
).split()
_SEVERAL = (
    "Laan van de Vrede",
    "Burgemeester Bakelaarstraat",
    "Oude Kerkstraat",
    "Van Loohuisweg",
)
_LETTERS = "BDFGHJKLNPRSTVXZ"
_SIDECODES = (
    "LL-99-99 99-99-LL 99-LL-99 LL-99-LL LL-LL-99 99-LL-LL 99-LLL-9 9-LLL-99 LL-999-L L-999-LL "
    "LLL-99-L L-99-LLL 9-LL-999 999-LL-9"
).split()
_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
_NAMES = frozenset(
    "full first last low_full low_first init first_joined firsts again bare".split()
)
_KINDS = {"birth": FoundKind.BIRTH} | {str(kind): kind for kind in FoundKind}
_IBAN_FORMS = {"NL": "{bank}{ten}", "BE": "{twelve}", "DE": "{eighteen}", "GB": "{bank}{fourteen}"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A part of a post that tells who somebody is."""

    start: int
    end: int
    kind: FoundKind
    #: For a name: whether it stands in a list of the product.
    listed: bool = False


@dataclass(frozen=True, slots=True)
class MarkedPost:
    """A post with what is to be found in it."""

    text: str
    spans: tuple[Marked, ...]


def read_pool() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give first names and surnames that stand in no list of the product."""
    first, last = _data("unlisted_names.txt").splitlines()
    return tuple(first.split()[1:]), tuple(last.split()[1:])


def _data(name: str) -> str:
    return resources.files("weerklank.testing").joinpath(name).read_text(encoding="utf-8")


def marked_posts(count: int, seed: int = 7) -> Iterator[MarkedPost]:
    """Give invented posts, always the same for a seed; three of four have something to find."""
    random = Random(seed)  # noqa: S311 - no secret
    maker = _Maker(random)
    head, _, without = _data("free_text_templates.txt").partition("[without]\n")
    found = head.partition("[with]\n")[2].splitlines()
    empty = without.splitlines()
    for number in range(count):
        yield maker.fill(
            empty[number // 4 % len(empty)] if number % 4 == 0 else random.choice(found)
        )


class _Maker:
    def __init__(self, random: Random) -> None:
        self._random = random
        first, last = read_pool()
        names, surnames = read_list("first_names.txt"), read_list("surnames.txt")
        #: By whether they stand in a list; of the listed those of the Netherlands of today.
        self._first = {
            False: first,
            True: _usual(names, "own-dutch own-turkish own-polish-and-eastern"),
        }
        self._last = {
            False: last,
            True: _usual(surnames, "own-dutch own-frisian-and-north own-turkish"),
        }
        #: The first name of who was named last.
        self._said = ""
        self._made: dict[str, Callable[[], str]] = {
            "phone": self._phone,
            "email": self._email,
            "iban": self._iban,
            "bsn": self._bsn,
            "address": self._address,
            "plate": self._plate,
            "birth": self._birth,
            "handle": self._handle,
            "profile": self._profile,
            "number": lambda: self._figures(9),
        }

    def fill(self, template: str) -> MarkedPost:
        text, done = "", 0
        spans: list[Marked] = []
        for slot in _SLOT.finditer(template):
            text += template[done : slot.start()]
            done = slot.end()
            listed = self._random.random() < 0.5
            name = slot[1]
            written = self._name(name, listed=listed) if name in _NAMES else self._made[name]()
            if name != "number":
                kind = FoundKind.NAME if name in _NAMES else _KINDS[name]
                spans.append(Marked(len(text), len(text) + len(written), kind, listed))
            text += written
        return MarkedPost(text + template[done:], tuple(spans))

    def _name(self, form: str, *, listed: bool) -> str:
        random = self._random
        first = "-".join(p.capitalize() for p in random.choice(self._first[listed]).split("-"))
        bare = "-".join(p.capitalize() for p in random.choice(self._last[listed]).split("-"))
        between = random.choice(_TUSSENVOEGSELS)
        surname = f"{between} {bare}".strip()
        full = f"{first} {surname}"
        again, self._said = self._said, first
        return {
            "full": full,
            "low_full": full.lower(),
            "first": first,
            "low_first": first.lower(),
            "firsts": first if first.endswith("s") else f"{first}s",
            "again": again,
            "bare": bare,
            "first_joined": first.replace("-", ""),
            "last": surname[0].upper() + surname[1:],
            "init": f"{first[0]}. {surname}"
            if random.random() < 0.5
            else f"{first[0]}.{bare[0]}. {surname}",
        }[form]

    def _figures(self, count: int) -> str:
        return "".join(self._random.choices("0123456789", k=count))

    def _phone(self) -> str:
        random = self._random
        mobile, area = random.choice("12345678") + self._figures(7), self._figures(7)
        return random.choice(
            (
                f"06{mobile}",
                f"06-{mobile}",
                f"06 {mobile[:2]} {mobile[2:4]} {mobile[4:6]} {mobile[6:]}",
                f"06 - {mobile[:4]} {mobile[4:]}",
                f"+316{mobile}",
                f"+31 (0)6 {mobile}",
                f"0031 6 {mobile}",
                f"030-2{area[1:]}",
                f"(020) 4{area[1:4]} {area[4:6]} {area[6:]}",
                f"0492 5{area[1:6]}",
            )
        )

    def _email(self) -> str:
        first, last = (
            self._random.choice(self._first[False]),
            self._random.choice(self._last[False]),
        )
        host = self._random.choice(("mailhuis.example", "post.buurt.example", "xmail.example"))
        between = self._random.choice((".", "_", "", "-"))
        return f"{first}{between}{last}@{host}"

    def _iban(self) -> str:
        random = self._random
        country = random.choice(tuple(_IBAN_FORMS))
        bank = "".join(random.choices(_LETTERS, k=4))
        body = _IBAN_FORMS[country].format(
            bank=bank,
            ten=self._figures(10),
            twelve=self._figures(12),
            fourteen=self._figures(14),
            eighteen=self._figures(18),
        )
        value = int("".join(str(int(c, 36)) for c in f"{body}{country}00"))
        whole = f"{country}{98 - value % 97:02}{body}"
        if random.random() < 0.5:
            return whole
        return " ".join(whole[at : at + 4] for at in range(0, len(whole), 4))

    def _bsn(self) -> str:
        while True:
            figures = self._figures(9)
            if figures[0] != "0" and passes_eleven(figures):
                return self._random.choice(
                    (
                        figures,
                        f"{figures[:4]}.{figures[4:6]}.{figures[6:]}",
                        f"{figures[:3]} {figures[3:6]} {figures[6:]}",
                    )
                )

    def _address(self) -> str:
        random = self._random
        street = random.choice((*_STREETS, *_SEVERAL))
        number = f"{random.randint(1, 400)}{random.choice(('', '', 'a', ' bis', '-2', ' hs'))}"
        letters = re.sub("S[SD]", "XK", "".join(random.choices(_LETTERS, k=2)))
        code = f"{random.randint(1011, 9999)}{random.choice((' ', ''))}{letters}"
        return random.choice(
            (
                f"{street} {number}",
                f"{street} {number}, {code}",
                f"{code} {number.partition(' ')[0]}",
            )
        )

    def _plate(self) -> str:
        form = self._random.choice(_SIDECODES)
        made = "".join(
            {"L": self._random.choice(_LETTERS), "9": self._random.choice("0123456789")}.get(c, c)
            for c in form
        )
        return made if self._random.random() < 0.7 else made.lower()

    def _birth(self) -> str:
        random = self._random
        day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(1930, 2015)
        return random.choice(
            (
                f"{day}-{month}-{year}",
                f"{day:02}/{month:02}/{year}",
                f"{day} {_MONTHS[month - 1]} {year}",
                f"{year}-{month:02}-{day:02}",
            )
        )

    def _handle(self) -> str:
        random = self._random
        first, last = (random.choice(self._first[False]), random.choice(self._last[False]))
        first, last = first.replace("-", ""), last.replace("-", "")
        return random.choice(
            (f"{first}_{last}", f"{first}{random.randint(1, 99)}", f"{first[0]}.{last}")
        )

    def _profile(self) -> str:
        handle = self._handle().replace(".", "")
        return self._random.choice(
            (
                f"https://www.facebook.com/{handle}",
                f"https://x.com/{handle}",
                f"https://twitter.com/{handle}/status/1234567890",
                f"instagram.com/{handle}",
                f"https://www.linkedin.com/in/{handle}",
                f"https://www.tiktok.com/@{handle}",
                f"https://www.youtube.com/@{handle}",
                f"https://www.snapchat.com/add/{handle}",
                f"https://bsky.app/profile/{handle}.bsky.social".replace("_", "-"),
                f"https://www.threads.net/@{handle}",
                f"https://mast.example/@{handle}",
            )
        )


def _usual(parts: dict[str, frozenset[str]], names: str) -> tuple[str, ...]:
    return tuple(sorted(frozenset[str]().union(*(parts[part] for part in names.split()))))
