"""Destruction lists as people read them, and what is typed before one is executed."""

import sys

import click

from weerklank.cli.language import language, say
from weerklank.cli.output import echo, thousands
from weerklank.model.day_words import day
from weerklank.model.destruction import GROUNDS, WORDS, DestructionList, ListState
from weerklank.services.change.destruction_lists import refuse_other_count

#: More items than these are counted, not named.
_NAMED = 200


def show_list(found: DestructionList) -> None:
    """Tell a list: how far it is, by whom, and what is on it."""
    state, ground = WORDS[found.state].say(language()), GROUNDS[found.ground].say(language())
    turn = say(", ronde {n}", ", round {n}", n=found.round) if found.round > 1 else ""
    echo(f"{found.id}  {state}{turn}  ({ground}: {found.reason})")
    for step, name in found.by.items():
        echo(f"  {WORDS[ListState(step)].say(language()):<12} {name}")
    for asked in found.changes:
        echo(
            say(
                "  {by} vroeg om wijziging: {reason}",
                "  {by} asked for changes: {reason}",
                by=asked.by,
                reason=asked.reason,
            )
        )
        answer = asked.answer or say("(nog geen antwoord)", "(no answer yet)")
        echo(say("    antwoord: {answer}", "    answer: {answer}", answer=answer))
    if found.not_before and found.state is ListState.APPROVED:
        first = day(found.not_before, language())
        echo(say("  uit te voeren vanaf {day}", "  to be executed from {day}", day=first))
    _show_items(found)
    if found.is_stated_only:
        echo(
            say(
                "  De namen zijn opgegeven, niet aangemeld: één systeemgebruiker handelde.",
                "  The names were stated, not signed in: one system user acted.",
            )
        )


def _show_items(found: DestructionList) -> None:
    for row in found.rows:
        echo(
            say(
                "  {n} volgens {list}, {row}, te bewaren tot en met {until}",
                "  {n} by {list}, {row}, to be kept until {until}",
                n=thousands(len(row.keys)),
                list=row.list,
                row=row.row,
                until=day(row.until_last, language()),
            )
        )
    if found.not_due:
        echo(
            say(
                "  {n} volgens geen rij van een selectielijst vervallen",
                "  {n} due by no row of a selection list",
                n=thousands(found.not_due),
            )
        )
    pages = {page.id for page in found.pages}
    for item in found.items[:_NAMED]:
        echo(f"  {item}{say('  (pagina)', '  (page)') if item in pages else ''}")
    if len(found.items) > _NAMED:
        more = thousands(len(found.items) - _NAMED)
        echo(say("  en nog {n}; --json noemt alle", "  and {n} more; --json names all", n=more))
    for one in found.excepted:
        echo(
            say(
                "  {id} is eraf gehaald door {by}: {reason}",
                "  {id} was taken off by {by}: {reason}",
                id=one.id,
                by=one.by,
                reason=one.reason,
            )
        )


def confirm(found: DestructionList, count: int | None, *, as_json: bool) -> None:
    """Have whoever executes a list say what it is; Refused when they say something else.

    On a terminal its number and how many items it has are typed; elsewhere, and with --json, the
    count is given with --confirm, or nothing is asked. One that has begun only goes on.
    """
    if found.has_begun:
        return
    if count is not None:
        is_right = count == len(found.items)
    elif as_json or not sys.stdin.isatty():
        is_right = True
    else:
        is_right = _typed(found) == [found.id, str(len(found.items))]
    refuse_other_count(found, len(found.items) if is_right else 0)


def _typed(found: DestructionList) -> list[str]:
    show_list(found)
    asked = say(
        "Dit is niet terug te draaien. Typ het nummer van de lijst en het aantal stukken",
        "This can't be undone. Type the number of the list and how many items it has",
    )
    typed: str = click.prompt(asked, err=True)
    return typed.lower().split()
