"""Gaps and limits in words for people."""

import click

from weerklank.cli.language import language
from weerklank.model.run import Shortfall


def show_shortfalls(title: str, shortfalls: list[Shortfall]) -> None:
    """Show what is missing, under a title; nothing when nothing is."""
    if shortfalls:
        click.echo(title)
    for shortfall in shortfalls:
        click.echo(f"  {shortfall.count:>9}  {shortfall.reason.say(language())}")
        for place in shortfall.where:
            click.echo(f"             {place.say(language())}")
