"""`weerklank post show` (and `show`): one post."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.search import kind_words, show_hit
from weerklank.model.item import ArchivalItem, state_of
from weerklank.model.item_words import STATES, VISIBLE
from weerklank.model.json_value import JsonObject
from weerklank.services.item_json import author_name, item_json
from weerklank.services.show_item import show_item


@click.group("post", help=say("Eén bericht.", "One post."))
def post_command() -> None:
    """Hold what one can do with a post."""


def _options(name: str) -> click.Command:
    @click.command(
        name,
        help=say(
            "Toon bericht ID, met zijn draad of zijn versies.",
            "Show post ID, with its thread or its versions.",
        ),
    )
    @click.argument("item", metavar="ID")
    @click.option("--thread", is_flag=True, help=say("Met reacties.", "With replies."))
    @click.option("--versions", is_flag=True, help=say("Met versies.", "With versions."))
    @common
    def show(given: Common, item: str, *, thread: bool, versions: bool) -> None:
        shown = show_item(given.workplace(), item)
        value: JsonObject = item_json(shown.item, shown.destroyed)
        if thread:
            value["replies"] = [item_json(reply) for reply in shown.replies]
        if versions:
            value["versions"] = [item_json(version.item) for version in shown.versions]

        def text() -> None:
            show_whole(shown.item)
            for ref in shown.item.refs:
                if ref.key in shown.destroyed:
                    echo(
                        say(
                            "\nIs een reactie op een bericht dat is vernietigd (besluit {list}).",
                            "\nAnswers a post that was destroyed (decision {list}).",
                            list=shown.destroyed[ref.key],
                        )
                    )
            for title, items in (
                (say("Reacties", "Replies"), shown.replies if thread else []),
                (
                    say("Versies", "Versions"),
                    [one.item for one in shown.versions] if versions else [],
                ),
            ):
                if items:
                    echo(f"\n{title}")
                for one in items:
                    show_hit(one)

        answer(value, as_json=given.json, text=text)

    return show


show_command = _options("show")
post_command.add_command(show_command)


def show_whole(item: ArchivalItem) -> None:
    """Show an item with all that people want to know of it."""
    echo(f"{item.id}  ({kind_words(item)}, {STATES[state_of(item)].say(language())})")
    rows = [
        (say("auteur", "author"), author_name(item.author)),
        (say("geplaatst", "posted"), item.created_at),
        (say("bewerkt", "edited"), item.edited_at),
        (say("adres", "address"), item.url),
        (say("scenario", "scenario"), item.scenario),
        (say("techniek", "technique"), item.technique),
        (say("zichtbaarheid", "visibility"), VISIBLE[item.visibility].say(language())),
        (say("versie", "version"), str(item.version)),
    ]
    for label, value in rows:
        if value:
            echo(f"  {label:<15} {value}")
    for words in (item.title, item.text):
        if words:
            echo(f"\n{words}")
    if item.poll:
        for option in item.poll.options:
            echo(f"  {option.votes if option.votes is not None else '-':>6}  {option.text}")
    for medium in item.media:
        place = medium.file or say("ontbreekt in de export", "missing from the export")
        echo(f"  [{medium.type or '?'}] {place}  {medium.alt or ''}")
