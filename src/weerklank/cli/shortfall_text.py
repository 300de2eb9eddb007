"""Gaps and limits in words for people."""

from weerklank.cli.language import language
from weerklank.cli.output import echo
from weerklank.model.run import Shortfall


def show_shortfalls(title: str, shortfalls: list[Shortfall]) -> None:
    """Show what is missing, under a title; nothing when nothing is."""
    if shortfalls:
        echo(title)
    for shortfall in shortfalls:
        echo(f"  {shortfall.count:>9}  {shortfall.reason.say(language())}")
        for place in shortfall.where:
            echo(f"             {place.say(language())}")
