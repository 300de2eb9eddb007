"""*Drie technieken naast elkaar*: of one post, and of an account (screens.md 5.11)."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from weerklank.model.access import Looked
from weerklank.model.access_words import WHY
from weerklank.model.account import Account
from weerklank.model.beside import Consequence, Difference
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.platform import TITLES
from weerklank.model.run import Technique
from weerklank.model.text import Language, Text
from weerklank.services.find.find_items import Hit
from weerklank.services.find.item_json import author_name
from weerklank.services.find.word_changes import Change, ChangedText
from weerklank.services.oversee.account_techniques import (
    Asked,
    BesideHit,
    techniques_listed,
)
from weerklank.services.oversee.beside_words import (
    COUNTS,
    DIFFERENCES,
    NAMES,
    WHYS,
    WOULD_ADD,
    meaning_of,
    name_of_aspect,
    told_in,
)
from weerklank.services.oversee.post_techniques import (
    LaidRow,
    PostBeside,
    SawIt,
    post_techniques,
)
from weerklank.services.oversee.technique_looks import Why
from weerklank.services.people.access import note_seen, why_apart
from weerklank.web.account_facts import name_of
from weerklank.web.activity import ACTIVITIES
from weerklank.web.beside_sums import address_of, counted, limits_of, sums_of
from weerklank.web.error_words import damage_of
from weerklank.web.foreign import Piece, shown, shown_pieces
from weerklank.web.hits import A_PAGE, hit_of, letters_of
from weerklank.web.hits import LETTERS as SQUARES
from weerklank.web.permissions import sight_of
from weerklank.web.shell import Crumb, page
from weerklank.web.views.account import ACCOUNTS, PERIODS, about, crumbs
from weerklank.web.views.errors import destroyed, not_shown
from weerklank.web.views.post import title_of
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import day

_BESIDE = Text("Technieken naast elkaar", "Techniques side by side")
_TAB = Text("Technieken", "Techniques")
#: Pages that a list has at most: of more there are filters.
_LAST_PAGE = 5_000


# --- one post -----------------------------------------------------------------------------------


def of_post(request: HttpRequest, name: str) -> HttpResponse:
    """Show a post as each technique saw it."""
    visit = the_visit(request)
    try:
        found = post_techniques(visit.workplace, name, limits_of, sight_of(visit.roles))
    except WrongUse as error:
        if error.code == "SEARCH-003":
            return destroyed(request, error)
        raise Http404 from error
    except Refused as error:
        return not_shown(request, error)
    item = found.shown.item
    why = why_apart(found.shown.state, shielded=found.shown.shielded, special=found.shown.special)
    if why is not None:
        note_seen(visit.workplace, Looked.POST, item.id, why)
    account = visit.accounts.get(AccountId(item.account))
    row = name_of(account, visit.workplace.organisation.name) if account else item.account
    platform = TITLES.get(item.platform, item.platform)
    title = title_of(item)
    letters = found.letters
    return page(
        request,
        "post_techniques.html",
        {
            "item": item,
            "title": title,
            "why": WHY[why] if why else None,
            "letters": letters_of(letters),
            "seen_by": len(letters),
            "saw": [_saw(one, visit.language) for one in found.saw],
            "names": [NAMES[one] for one in letters],
            "different": [_row(one, found, visit.language) for one in found.different],
            "alike": [_row(one, found, visit.language) for one in found.alike],
            "counting": sum(bool(one.weight and one.weight.counts) for one in found.different),
            "to_look_at": any(
                one.weight in {Consequence.GAP, Consequence.FINDING} for one in found.different
            ),
            "missed": sum(bool(one.why and one.why.counts) for one in found.saw),
            "wordings": [
                {"at": one.at, "version": one.version, "letters": letters_of(one.seen)}
                for one in found.wordings
            ],
            "would_add": [WOULD_ADD[one.letter] for one in found.saw if one.why is Why.NEVER],
            "unreadable": [damage_of(one) for one in found.shown.unreadable],
        },
        crumbs=(
            ACCOUNTS,
            Crumb(
                Text(f"{row} op {platform}", f"{row} on {platform}"),
                reverse("account", args=[item.account]),
            ),
            Crumb(title, reverse("post", args=[item.id])),
            Crumb(_BESIDE),
        ),
    )


def _saw(one: SawIt, language: Language) -> dict[str, object]:
    css, letter, _ = next(square for square in SQUARES if square[2] == one.letter)
    reached = one.look.reached
    return {
        "css": css,
        "letter": letter,
        "name": NAMES[one.letter],
        "saw": one,
        "is_by_job": Technique.PORTABILITY in one.techniques,
        "run": one.run,
        "why": WHYS[one.why].say(language, day=day(reached, language) if reached else "-")
        if one.why
        else "",
        "counts": bool(one.why and one.why.counts),
        "because": [text.say(language) for text in one.because],
        "last_run": next(iter(one.look.runs), None),
    }


def _row(row: LaidRow, found: PostBeside, language: Language) -> dict[str, object]:
    item = found.shown.item
    return {
        "name": name_of_aspect(row, item.kind, item.platform),
        "is_words": bool(row.marked),
        "cells": [_cell(row, letter, language) for letter in found.letters],
        "counts": COUNTS[row.weight] if row.weight else None,
        "weight": row.weight,
        "meaning": meaning_of(row, language),
        "language": item.language,
    }


def _cell(row: LaidRow, letter: Technique, language: Language) -> dict[str, object]:
    cell = row.cells[letter]
    limit = row.limits.get(letter)
    marked = row.marked.get(letter)
    said = told_in(cell, row.aspect, language)
    is_told = cell.told is not None and not cell.is_kept
    return {
        "name": NAMES[letter],
        "is_told": is_told or bool(marked),
        "is_other": cell.is_other,
        "said": _marked(marked) if marked and is_told else shown(said),
        "limit": limit.say(language) if limit and not is_told else "",
    }


def _marked(pieces: tuple[ChangedText, ...]) -> object:
    how = {Change.ADDED: "ins", Change.REMOVED: "del"}
    return shown_pieces(Piece(one.text, how.get(one.change, "")) for one in pieces)


# --- an account ---------------------------------------------------------------------------------


def of_account(request: HttpRequest, number: str) -> HttpResponse:
    """Show what of an account which techniques saw, and list the posts of a part of it."""
    visit = the_visit(request)
    known = about(visit, number, "account-techniques")
    account = visit.account(number)
    asked = _asked(request.GET)
    sight = sight_of(visit.roles)
    first, last = _period(visit, account, asked["periode"])
    found = counted(visit, account, first, last)
    letters, difference = _letters(asked["wie"]), _difference(asked["verschil"])
    sheet = _sheet(request.GET.get("blad", ""))
    is_theirs = asked["soort"] == "reacties"
    hits = techniques_listed(
        visit.workplace,
        number,
        Asked(
            first=first,
            last=last,
            letters=letters,
            difference=difference,
            theirs=None if difference else is_theirs,
            limit=A_PAGE,
            offset=(sheet - 1) * A_PAGE,
        ),
        sight,
    )
    return page(
        request,
        "account/techniques.html",
        {
            **known,
            **sums_of(found, asked),
            "found": found,
            "first": first,
            "last": last,
            "periods": _periods(asked),
            "chosen_letters": letters_of(letters) if letters else None,
            "chosen_difference": DIFFERENCES[difference] if difference else None,
            "is_theirs": is_theirs and not difference,
            "is_filtered": bool(letters or difference),
            "everything": address_of(asked, wie="", verschil="", soort=""),
            "own": address_of(asked, soort=""),
            "theirs": address_of(asked, soort="reacties"),
            "hits": [_hit(visit, one) for one in hits.hits],
            "damage": [damage_of(one) for one in hits.damage],
            "sheet": sheet,
            "previous": address_of(asked, blad=str(sheet - 1)) if sheet > 1 else "",
            "next": address_of(asked, blad=str(sheet + 1)) if hits.has_more else "",
        },
        crumbs=crumbs(known, _TAB),
    )


def _hit(visit: Visit, one: BesideHit) -> dict[str, object]:
    hit = hit_of(
        visit,
        Hit(
            item=one.item,
            state=one.state,
            deletion=None,
            author=author_name(one.item.author),
            techniques=tuple(map(str, one.letters)),
            shielded=one.shielded,
            special=one.special,
            in_thread=0,
            snippets=(),
        ),
    )
    return {
        **hit,
        "differences": [DIFFERENCES[difference] for difference in one.differences],
        "beside": reverse("post-techniques", args=[one.item.id]),
    }


# --- what is asked ------------------------------------------------------------------------------


_ASKED = ("periode", "wie", "verschil", "soort")


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    """Give what the address asks, as far as it is something that can be asked."""
    asked = {name: str(given.get(name, "")) for name in _ASKED}
    if asked["periode"] not in PERIODS:
        asked["periode"] = ""
    if not re.fullmatch(r"A?E?B?", asked["wie"]):
        asked["wie"] = ""
    if asked["verschil"] not in set(Difference):
        asked["verschil"] = ""
    if asked["soort"] != "reacties":
        asked["soort"] = ""
    return asked


def _letters(wie: str) -> tuple[Technique, ...] | None:
    return tuple(Technique(name) for _, letter, name in SQUARES if letter in wie) or None


def _difference(name: str) -> Difference | None:
    return Difference(name) if name else None


def _sheet(number: str) -> int:
    return min(int(number), _LAST_PAGE) if re.fullmatch(r"[1-9]\d{0,4}", number) else 1


def _periods(asked: Mapping[str, str]) -> list[dict[str, object]]:
    return [
        {
            "text": text,
            "address": address_of(asked, periode=name),
            "is_current": name == asked["periode"],
        }
        for name, (_, text) in PERIODS.items()
    ]


def _period(visit: Visit, account: Account, asked: str) -> tuple[date | None, date | None]:
    """Give the days that are asked, up to the last on which anything appeared."""
    length, _ = PERIODS[asked]
    last = ACTIVITIES.of(visit.workplace, account, sight_of(visit.roles)).whole.last
    if length is None or last is None:
        return None, None
    return last - timedelta(days=length - 1), last
