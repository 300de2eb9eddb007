"""The sum of an account by techniques, as its own page and the overview show it."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from weerklank import bootstrap
from weerklank.model.account import Account
from weerklank.model.beside import LETTERS
from weerklank.model.platform import Platform
from weerklank.model.text import Text
from weerklank.services.oversee.account_techniques import (
    AccountBeside,
    Differs,
    account_techniques,
)
from weerklank.services.oversee.beside_words import (
    COUNTS,
    DIFFERENCES,
    MEANINGS,
    NAMES,
    WOULD_ADD,
    missed_words,
)
from weerklank.services.oversee.technique_limits import Limit
from weerklank.services.oversee.technique_looks import Why
from weerklank.services.oversee.technique_sets import SetOf
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.schedule.never_given import never_given
from weerklank.web.activity import ACTIVITIES
from weerklank.web.hits import LETTERS as SQUARES
from weerklank.web.hits import letters_of
from weerklank.web.permissions import sight_of
from weerklank.web.visit import Visit


def limits_of(platform: str) -> tuple[Limit, ...]:
    """Give what a platform does not tell by its techniques."""
    return never_given(bootstrap.connectors(), Platform(platform))


def address_of(asked: Mapping[str, str], **changed: str) -> str:
    """Give the address of the same page with something else asked of it."""
    pairs = {**asked, **changed}
    return "?" + urlencode({name: value for name, value in pairs.items() if value})


def sums_of(found: AccountBeside, asked: Mapping[str, str], base: str = "") -> dict[str, object]:
    """Give the sum of an account set by set, as its page and its overview show it.

    `base` is the address of its page, on any other.
    """
    most = max((one.posts for one in found.sets), default=0)
    return {
        "rows": [
            {
                "name": NAMES[letter],
                "letter": letter,
                "seen": found.seen_by(letter),
                "is_used": letter in found.used,
                "no_replies": found.no_replies.get(letter),
            }
            for letter in LETTERS
        ],
        "sets": [_set(one, most, asked, base) for one in found.sets],
        "differences": [_differs(one, asked) for one in found.differences],
        "held_posts": found.posts,
        "held_replies": found.replies,
        "unused": [
            {"name": NAMES[letter], "adds": WOULD_ADD[letter]}
            for letter in LETTERS
            if letter not in found.used
        ],
        "not_joined": found.not_joined,
    }


def _set(one: SetOf, most: int, asked: Mapping[str, str], base: str) -> dict[str, object]:
    wie = "".join(letter for _, letter, name in SQUARES if name in one.letters)
    return {
        "set": one,
        "letters": letters_of(one.letters),
        "is_whole": len(one.letters) == len(LETTERS),
        "width": f"{100 * one.posts / most:.2f}" if most else "0",
        "missed": [
            {
                "count": missed.count,
                "counts": missed.why.counts,
                "said": Text(missed_words(missed, "nl"), missed_words(missed, "en")),
            }
            for missed in one.missed
            # That a technique was never used is said once, not in each row.
            if missed.why is not Why.NEVER
        ],
        "address": base + address_of(asked, wie=wie, verschil="", soort="") + "#posts",
        "replies": base + address_of(asked, wie=wie, verschil="", soort="reacties") + "#posts",
        "is_current": asked.get("wie") == wie,
    }


def _differs(one: Differs, asked: Mapping[str, str]) -> dict[str, object]:
    return {
        "count": one.count,
        "name": DIFFERENCES[one.difference],
        "counts": COUNTS[one.weight],
        "weight": one.weight,
        "meaning": None if one.limit else MEANINGS[one.difference],
        "limit": one.limit,
        "address": address_of(asked, verschil=str(one.difference), wie="", soort="") + "#posts",
        "is_current": asked.get("verschil") == one.difference,
    }


def counted(
    visit: Visit, account: Account, first: date | None, last: date | None
) -> AccountBeside:
    """Count what of an account was seen by which techniques, again only when that may differ."""
    known = ACTIVITIES.of(visit.workplace, account, sight_of(visit.roles)).besides
    runs = read_runs(visit.workplace, account.id)
    key = (first, last, len(runs), max((run.ended for run in runs if run.ended), default=None))
    if key not in known:
        limits = limits_of(account.platform)
        sight = sight_of(visit.roles)
        known[key] = account_techniques(visit.workplace, account.id, limits, first, last, sight)
    return known[key]
