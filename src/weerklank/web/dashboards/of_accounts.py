"""What accounts said in a period, what came back, and which days were looked at."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse

from weerklank.model.item import AuthorRole, ItemKind
from weerklank.model.text import Text
from weerklank.services.oversee.dashboard import AccountActs, Dashboard
from weerklank.web.account_names import names_of
from weerklank.web.dashboards.block import Block, Cell, Kind, Row, drawn, first_of, legend
from weerklank.web.permissions import may
from weerklank.web.visit import Visit
from weerklank.web.words import number

_SAID = Kind(text=Text("berichten", "posts"), style="bar-post")
_BACK = Kind(text=Text("reacties", "replies"), style="bar-reply")
_SEEN = Kind(text=Text("dagen bekeken", "days looked at"), style="bar-post")
_WAITS = Kind(text=Text("dagen nog te oogsten", "days still to harvest"), style="bar-hotspot")
_HAND = Kind(text=Text("dagen met aanleveren", "days of hand-in"), style="bar-hold")
_ACCOUNT = Text("Account", "Account")


def by_account(visit: Visit, found: Dashboard) -> Block:
    """Tell how much each account said, and how much came back."""
    title = Text("Berichten en reacties per account", "Posts and replies by account")
    language, searches = visit.language, may(visit.roles, "search")
    kinds = (_SAID, _BACK)
    told = Text("{posts} en {replies}", "{posts} and {replies}")

    def row(one: AccountActs) -> Row:
        posts, replies = number(one.posts, language), number(one.replies, language)
        return Row(
            name=_name(visit, one),
            parts=(one.posts, one.replies),
            cells=(
                Cell(posts, _searching(found, one, ours=True) if searches and one.posts else ""),
                Cell(
                    replies, _searching(found, one, ours=False) if searches and one.replies else ""
                ),
            ),
            told=told.say(language, posts=posts, replies=replies),
        )

    shown = _rows(visit, found, row, 2)
    quiet = sum(not (one.posts or one.replies) for one in found.accounts)
    said = (
        Text(
            "Bij {quiet} van {n} accounts verscheen in deze tijd niets.",
            "Nothing appeared at {quiet} of {n} accounts in this time.",
        )
        if quiet
        else Text(
            "Bij elk account verscheen in deze tijd iets.",
            "Something appeared at every account in this time.",
        )
    ).filled(quiet=quiet, n=len(found.accounts))
    return Block(
        id="accounts",
        title=title,
        said=said,
        picture=drawn(shown, kinds, title, language, "acc"),
        legend=legend(kinds, "acc"),
        head=(_ACCOUNT, Text("Berichten", "Posts"), Text("Reacties", "Replies")),
        rows=tuple(shown),
    )


def coverage(visit: Visit, found: Dashboard) -> Block:
    """Tell of each account how many days of the period a harvest looked at."""
    title = Text("Dekking", "Coverage")
    language, kinds = visit.language, (_SEEN, _WAITS, _HAND)
    by_technique = may(visit.roles, "account-techniques")

    def row(one: AccountActs) -> Row:
        days = one.days
        page = "account-techniques" if by_technique else "account"
        address = reverse(page, args=[one.account.id])
        parts = (days.seen, days.waits, days.by_hand)
        told = Text("{seen} van {n}", "{seen} of {n}")
        return Row(
            name=_name(visit, one),
            parts=parts,
            cells=tuple(
                Cell(number(count, language), address if count else "") for count in parts
            ),
            told=told.say(language, seen=days.seen, n=sum(parts)),
        )

    days = found.days
    said = Text(
        "{waits} van {n} accountdagen zijn nog niet geoogst.",
        "{waits} of {n} days of accounts were not harvested yet.",
    ).filled(
        waits=number(days.waits, language),
        n=number(days.seen + days.waits + days.by_hand, language),
    )
    shown = _rows(visit, found, row, 3)
    return Block(
        id="coverage",
        title=title,
        said=said,
        note=Text("Bekeken door ten minste een techniek", "Looked at by one technique at least"),
        picture=drawn(shown, kinds, title, language, "cov"),
        legend=legend(kinds, "cov"),
        head=(
            _ACCOUNT,
            Text("Bekeken", "Looked at"),
            Text("Nog te oogsten", "Still to harvest"),
            Text("Aanleveren", "Hand-in"),
        ),
        rows=tuple(shown),
    )


#: What nobody said, so that no number counts it.
_NEVER_SAID = (ItemKind.PROFILE, ItemKind.MEDIUM, ItemKind.PAGE)


def _searching(found: Dashboard, one: AccountActs, *, ours: bool) -> str:
    """Give the search that lists what a number counts."""
    asked = [
        ("account", one.account.id),
        *(("van-wie", role) for role in AuthorRole if role.is_ours is ours),
        *(("soort", kind) for kind in ItemKind if kind not in _NEVER_SAID),
        ("van", found.first.isoformat()),
        ("tot", found.last.isoformat()),
    ]
    return f"{reverse('search')}?{urlencode(asked)}"


def _name(visit: Visit, one: AccountActs) -> Cell:
    number = one.account.id
    return Cell(names_of(visit).get(number, number), reverse("account", args=[number]))


def _rows(
    visit: Visit, found: Dashboard, row: Callable[[AccountActs], Row], cells: int
) -> list[Row]:
    return first_of([row(one) for one in found.accounts], cells, visit.language)
