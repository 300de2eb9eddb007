"""`weerklank post show` (and `show`): one post."""

import click

from weerklank import bootstrap
from weerklank.cli.beside_text import show_beside
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, error_json
from weerklank.cli.post_describe import describe_command
from weerklank.cli.post_events import events_command
from weerklank.cli.retention import show_appraisal
from weerklank.cli.rights_text import show_parts
from weerklank.cli.search import kind_words, show_hit, tell_with_damage
from weerklank.model.deletion import Deletion
from weerklank.model.found_mark import KINDS
from weerklank.model.item import ArchivalItem, ItemState, state_of
from weerklank.model.item_words import STATES, VISIBLE, withheld_in_words
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.missing_medium import why_missing
from weerklank.model.platform import Platform
from weerklank.services.appraise.appraise_items import appraiser, find_item
from weerklank.services.appraise.tell_appraisal import appraisal_json
from weerklank.services.find.item_json import author_in_words, hit_json, item_json, tied_json
from weerklank.services.find.link_preview import LinkPreview, preview_json
from weerklank.services.find.page_json import linked_json, page_json
from weerklank.services.find.pages_of import ShownPage
from weerklank.services.find.read_rights import rights_json, rights_of
from weerklank.services.find.show_item import Version, show_item
from weerklank.services.find.show_thread import Node, NodeState, Thread
from weerklank.services.find.tied_items import Tied
from weerklank.services.find.word_changes import Change
from weerklank.services.oversee.post_techniques import beside_json, laid_beside_of
from weerklank.services.oversee.technique_limits import Limit
from weerklank.services.schedule.never_given import never_given
from weerklank.services.transfer.transfers_of_item import Went, transfers_of

_SHOWN = 120
#: Steps by which a thread is indented at most.
_DEEPEST = 8
_NUMBERED = ("versie {number}, gezien {seen}", "version {number}, seen {seen}")
_ANSWERS_DESTROYED = (
    "\nIs een reactie op een bericht dat is vernietigd (besluit {list}).",
    "\nAnswers a post that was destroyed (decision {list}).",
)
_SOME_DESTROYED = (
    "Uit deze draad is vernietigd bij besluit {list}.",
    "Of this thread something was destroyed by decision {list}.",
)
_LEADS = ("\nVerwijst naar een ander bericht van ons:", "\nLeads to another post of ours:")
_IS_LED_TO = (
    "\nEen ander bericht van ons verwijst hierheen:",
    "\nAnother post of ours leads here:",
)
_PAGES = ("\nStaat op een pagina van het platform:", "\nStands on a page of the platform:")
_PAGE_OF = ("\nEen pagina van:", "\nA page of:")
_NODES = {
    NodeState.DESTROYED: ("vernietigd (besluit {list})", "destroyed (decision {list})"),
    NodeState.ABSENT: ("niet in het archief", "not in the archive"),
    NodeState.WITHHELD: ("niet voor u te zien", "not for you to see"),
    NodeState.UNREADABLE: ("niet te lezen ({code})", "can't be read ({code})"),
}


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
        judge = appraiser(given.workplace())
        appraisal = judge.of(find_item(given.workplace(), shown.item.id))
        kept = judge.protection
        versions_of = [*(one.item for one in shown.versions), shown.item]
        rights = rights_of(given.workplace(), versions_of)
        went = transfers_of(given.workplace(), shown.item.id)
        hotspots, holds = kept.hotspots_of(shown.item.id), kept.holds_of(shown.item.id)
        dossiers = kept.dossiers_of(shown.item.id)
        value: JsonObject = item_json(shown.item, shown.state, shown.destroyed, shown.deletion)
        value |= {
            "appraisal": appraisal_json(appraisal, language()),
            "citation": shown.citation.say(language()),
            "dossiers": [*dossiers],
            "holds": [*holds],
            "hotspots": [*hotspots],
            "permanent_address": shown.permanent_address,
            "link_preview": preview_json(shown.preview),
            "notes": [
                {"day": one.day.isoformat(), "request": one.request, "text": one.text}
                for one in shown.notes
            ],
            "linked": [linked_json(one) for one in shown.linked],
            "pages": [page_json(one) for one in shown.pages],
            "rights": rights_json(rights, language()),
            "techniques": [*shown.techniques],
            "tied": [tied_json(one.item, is_led_to=one.is_led_to) for one in shown.tied],
            "transfers": None if went is None else [one.told() for one in went],
        }
        if thread:
            value["replies"] = [
                item_json(node.item, node.item_state, deletion=node.deletion)
                for node in shown.reply_nodes
                if node.item and node.item_state
            ]
            value |= _thread_json(shown.thread)
        laid = laid_beside_of(given.workplace(), shown, _limits) if versions else None
        if laid is not None:
            value["versions"] = [_version_json(version) for version in shown.versions]
            value["beside"] = beside_json(laid, language())

        def text() -> None:
            show_whole(shown.item, shown.state, shown.techniques, shown.deletion)
            show_appraisal(appraisal)
            show_parts(rights.parts)
            if hotspots or holds or dossiers:
                numbers = ", ".join((*hotspots, *holds, *dossiers))
                echo(
                    say(
                        "  Wordt bewaard door {numbers}", "  Is kept by {numbers}", numbers=numbers
                    )
                )
            for one in went or ():
                _show_went(one)
            for note in shown.notes:
                said = say("De schrijver zegt hiervan", "The writer says of this")
                echo(f"  {said} ({note.day}): {note.text}")
            _show_preview(shown.preview)
            _show_tied(shown.tied)
            _show_pages(shown.pages)
            _show_linked(shown.linked)
            if shown.page_of is not None:
                echo(say(*_PAGE_OF))
                show_hit(shown.page_of)
            for ref in shown.item.refs:
                if ref.key in shown.destroyed:
                    echo(say(*_ANSWERS_DESTROYED, list=shown.destroyed[ref.key]))
            if thread:
                _show_thread(shown.thread)
            if laid is not None:
                _show_versions(shown.versions)
                show_beside(laid)
            echo(f"\n{shown.citation.say(language())}")

        damage = (*shown.unreadable, *(shown.thread.damage if thread else ()))
        if damage:
            tell_with_damage(damage[0], value, None if given.json else text)
        answer(value, as_json=given.json, text=text)

    return show


def _limits(platform: str) -> tuple[Limit, ...]:
    return never_given(bootstrap.connectors(), Platform(platform))


def _show_tied(tied: tuple[Tied, ...]) -> None:
    for one in tied:
        echo(say(*(_LEADS if one.is_led_to else _IS_LED_TO)))
        show_hit(one.item)


def _show_pages(pages: tuple[ShownPage, ...]) -> None:
    if pages:
        echo(say(*_PAGES))
    for page in pages:
        echo(f"{page.item.id}  {page.item.captured_at}")
        for role, file in page.files.items():
            echo(f"  {role:<8} {file.medium.file or file.medium.missing}")


def _show_linked(linked: tuple[ShownPage, ...]) -> None:
    """Show what was kept of the pages and files of own sites to which the post leads."""
    if linked:
        echo(say("\nVan eigen sites", "\nOf own sites"))
    for page in linked:
        echo(f"{page.item.id}  {page.item.captured_at}  {page.item.title or ''}")
        echo(f"  {page.item.url or ''}")
        for role, file in page.files.items():
            echo(f"  {role:<10} {file.medium.file or file.medium.missing}")


def _show_preview(preview: LinkPreview | None) -> None:
    """Show what the platform showed of a page that the post leads to."""
    if preview is not None:
        echo(say("\nVoorbeeld van de link", "\nPreview of the link"))
        for words in (preview.title, preview.description, preview.url):
            if words:
                echo(f"  {words}")


def _thread_json(thread: Thread) -> JsonObject:
    return {
        "participants": [
            {"items": one.items, "name": one.name, "role": str(one.role)}
            for one in thread.participants
        ],
        "thread_decisions": [*thread.decisions],
        "thread_items": [_node_json(node) for node in thread.nodes],
    }


def _node_json(node: Node) -> JsonObject:
    value: JsonObject = {"asked": node.asked, "depth": node.depth, "key": node.key}
    if node.item is not None:
        value |= hit_json(node.item, node.item_state or state_of(node.item)) | {"own": node.own}
    else:
        value["state"] = str(node.state)
        if node.decision:
            value["decision"] = node.decision
        if node.damage:
            value["damage"] = error_json(node.damage)
    return value


def _version_json(version: Version) -> JsonObject:
    changes: list[Json] = [
        {"change": str(piece.change), "text": piece.text} for piece in version.text_changes
    ]
    return item_json(version.item, version.state) | {"changes": changes}


def _show_thread(thread: Thread) -> None:
    """Show a thread in the order of reading, each item as deep as it stands."""
    echo(say("\nDraad", "\nThread"))
    for node in thread.nodes:
        lead = ("> " if node.asked else "  ") + "  " * min(node.depth, _DEEPEST)
        if node.item is None:
            code = node.damage.code if node.damage else ""
            echo(lead + say(*_NODES[node.state], list=node.decision, code=code))
            continue
        words = " ".join((node.item.text or node.item.title or "").split())
        mark = f"  ({STATES[ItemState.DELETED].say(language())})" if node.deletion else ""
        who = author_in_words(node.item.author, language())
        echo(f"{lead}{node.item.created_at}  {who}  {node.item.id}{mark}")
        echo(f"{' ' * len(lead)}{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}")
    if thread.participants:
        names = ", ".join(f"{one.name} ({one.items})" for one in thread.participants)
        echo(say("\nDeelnemers: {names}", "\nParticipants: {names}", names=names))
    for number in thread.decisions:
        echo(say(*_SOME_DESTROYED, list=number))


def _show_versions(versions: tuple[Version, ...]) -> None:
    echo(say("\nVersies", "\nVersions"))
    for version in versions:
        show_hit(version.item)
        number, seen = version.item.version, version.item.captured_at
        echo(f"  {say(*_NUMBERED, number=number, seen=seen)}")
        _show_changes(version)


def _show_changes(version: Version) -> None:
    """Show what was added and removed since the version before, marked as in a letter."""
    marks = {Change.SAME: "{}", Change.ADDED: "[+{}+]", Change.REMOVED: "[-{}-]"}
    if any(piece.change is not Change.SAME for piece in version.text_changes):
        whole = "".join(marks[piece.change].format(piece.text) for piece in version.text_changes)
        echo(f"  {whole}")


def _missed(deletion: Deletion) -> str:
    sure = deletion.words.say(language())
    return (
        f"{deletion.missed} ({sure}{', ' if deletion.confirmed else ''}{deletion.confirmed or ''})"
    )


def _show_went(went: Went) -> None:
    received = went.transfer.received
    line = say(
        "  Ging mee met overbrenging {sip}, als versie {version}",
        "  Went along with transfer {sip}, as version {version}",
        sip=went.transfer.id,
        version=went.version,
    )
    if received is not None:
        line += say("; ontvangen {on}", "; received {on}", on=f"{received:%Y-%m-%d}")
    if not went.is_sure:
        line += say(" (niet zeker)", " (not sure)")
    echo(line)


show_command = _options("show")
post_command.add_command(show_command)
post_command.add_command(events_command)
post_command.add_command(describe_command)


def show_whole(
    item: ArchivalItem, state: ItemState, techniques: tuple[str, ...], deletion: Deletion | None
) -> None:
    """Show an item with all that people want to know of it."""
    echo(f"{item.id}  ({kind_words(item)}, {STATES[state].say(language())})")
    rows = [
        (say("auteur", "author"), author_in_words(item.author, language())),
        (
            say("geplaatst", "posted"),
            item.created_at if item.is_dated else say("zonder dag", "without a day"),
        ),
        (say("bewerkt", "edited"), item.edited_at),
        (say("laatst gezien", "last seen"), deletion and deletion.last_seen),
        (say("gemist sinds", "missed since"), deletion and _missed(deletion)),
        (say("adres", "address"), item.url),
        (say("scenario", "scenario"), item.scenario),
        (say("techniek", "technique"), ", ".join(techniques)),
        (say("zichtbaarheid", "visibility"), VISIBLE[item.visibility].say(language())),
        (
            say("op het platform", "on the platform"),
            item.withheld and withheld_in_words(item.withheld).say(language()),
        ),
        (say("versie", "version"), str(item.version)),
        (say("vervangen", "replaced"), _replaced(item)),
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
        place = medium.file or why_missing(medium.missing or "").say(language())
        echo(f"  [{medium.type or '?'}] {place}  {medium.alt or ''}")


def _replaced(item: ArchivalItem) -> str:
    """Say of what detectors found what it was, by which of them, and how sure that is."""
    return ", ".join(
        f"{KINDS[mark.kind].say(language())} ({mark.detector}, {mark.confidence:.0%})"
        for mark in item.found
    )
