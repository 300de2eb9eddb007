"""`weerklank vault due` and `certificate`: the own term of sealed originals."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.json_value import JsonObject
from weerklank.services.change.end_terms import Kept, kept_originals
from weerklank.services.change.term_certificate import (
    TermCertificate,
    find_certificate,
    read_certificates,
)


@click.command(
    "due",
    help=say(
        "Toon hoeveel verzegelde originelen er zijn en tot wanneer. Is hun termijn om, dan "
        "vernietigt de planning ze; zij doet dat eens per dag.",
        "Show how many sealed originals there are, and until when. Once their term is over the "
        "schedule destroys them; it does so once a day.",
    ),
)
@common
def due_command(given: Common) -> None:
    """Show terms."""
    workplace = given.workplace()
    kept, today = kept_originals(workplace), workplace.today()

    def is_due(one: Kept) -> bool:
        return one.until is not None and one.until < today

    def text() -> None:
        for one in kept:
            day = say("geen termijn", "no term") if one.until is None else str(one.until)
            note = say("  (termijn om)", "  (term over)") if is_due(one) else ""
            echo(f"{day}  {one.originals:>8}  {', '.join(sorted(one.accounts))}{note}")
        if not kept:
            echo(say("Er zijn geen verzegelde originelen.", "There are no sealed originals."))

    rows: list[JsonObject] = [
        {
            "accounts": [*sorted(one.accounts)],
            "due": is_due(one),
            "originals": one.originals,
            "until": None if one.until is None else str(one.until),
        }
        for one in kept
    ]
    answer({"sealed": [*rows]}, as_json=given.json, text=text)


@click.command(
    "certificate",
    help=say(
        "Toon de verklaringen van vernietiging van verzegelde originelen waarvan de termijn om "
        "was of die waren overgebracht, of alleen die met nummer T.",
        "Show the certificates of destruction of sealed originals whose term was over or that "
        "were transferred, or only the one with number T.",
    ),
)
@click.argument("number", metavar="[T]", required=False)
@common
def certificate_command(given: Common, number: str | None) -> None:
    """Show certificates."""
    workplace = given.workplace()
    found = [find_certificate(workplace, number)] if number else read_certificates(workplace)

    def text() -> None:
        for one in found:
            _show(one, workplace.organisation.name)
        if not found:
            echo(
                say(
                    "Er is nog geen verzegeld origineel vernietigd.",
                    "No sealed original was destroyed yet.",
                )
            )

    answer({"certificates": [one.json() for one in found]}, as_json=given.json, text=text)


def _show(one: TermCertificate, organisation: str) -> None:
    told = one.json()
    search = one.done.data["search"]
    search = search if isinstance(search, dict) else {}
    files, left = search.get("files", 0), search.get("found", [])
    not_searched = search.get("not_searched", [])
    missed = len(not_searched) if isinstance(not_searched, list) else 0
    echo(
        say(
            "Verklaring van vernietiging {number}, {organisation}",
            "Certificate of destruction {number}, {organisation}",
            number=one.term.id,
            organisation=organisation,
        )
    )
    if one.term.transfer is None:
        _show_term(one, told)
    else:
        _show_transferred(one, told)
    echo(
        say(
            "  Elke byte is doorzocht: {files} {files:bestand|bestanden}, {found} waar nog "
            "iets in staat.",
            "  Every byte was searched: {files} {files:file|files}, {found} that still hold "
            "anything.",
            files=files,
            found=len(left) if isinstance(left, list) else 0,
        )
    )
    if missed:
        echo(
            say(
                "  Niet doorzocht: {number} plaatsen; --json noemt ze.",
                "  Not searched: {number} places; --json names them.",
                number=missed,
            )
        )
    replicas = told["replicas"]
    for row in replicas if isinstance(replicas, list) else ():
        if isinstance(row, dict):
            echo(
                say(
                    "  Niet doorzocht: replica {replica}, die ze nog kan bevatten.",
                    "  Not searched: replica {replica}, which may still hold them.",
                    replica=row["replica"],
                )
            )
    for copy in one.copies:
        echo(f"  {copy.say(language())}")


def _show_term(one: TermCertificate, told: JsonObject) -> None:
    echo(
        say(
            "  {originals} verzegelde originelen van account {account}, te bewaren tot en met "
            "{days}, zijn op {done} vernietigd door {by}, met {keys} datasleutels.",
            "  {originals} sealed originals of account {account}, to be kept until {days}, were "
            "destroyed on {done} by {by}, with {keys} data keys.",
            originals=told["originals"],
            account=one.term.account,
            days=", ".join(map(str, one.days)),
            done=told["done"],
            by=told["by"],
            keys=len(one.term.keys),
        )
    )


def _show_transferred(one: TermCertificate, told: JsonObject) -> None:
    echo(
        say(
            "  {originals} verzegelde originelen van account {account}, overgebracht met "
            "{transfer}, zijn op {done} vernietigd door {by}. Datasleutels: {keys}; daarvan "
            "blijven {left}, omdat die ook originelen openen die hier blijven.",
            "  {originals} sealed originals of account {account}, transferred by {transfer}, were "
            "destroyed on {done} by {by}. Data keys: {keys}; of these {left} stay, as they open "
            "originals too that stay here.",
            originals=told["originals"],
            account=one.term.account,
            transfer=one.term.transfer,
            done=told["done"],
            by=told["by"],
            keys=len(one.term.keys),
            left=told["keys_left"],
        )
    )
