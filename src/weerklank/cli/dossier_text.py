"""How a dossier is told on a terminal; never a word of what is kept back."""

from datetime import date

from weerklank.cli.language import language, say
from weerklank.cli.options import Common
from weerklank.cli.output import answer, echo
from weerklank.model.day_words import day
from weerklank.model.disagreement import DISAGREEMENT_STATES, Disagreement
from weerklank.model.dossier import (
    DISCLOSURES,
    DOSSIER_STATES,
    Dossier,
    DossierDocument,
    DossierState,
    LapsedJudgement,
)
from weerklank.model.span import said_span
from weerklank.services.disclose.dossier_json import dossier_json
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace


def show(one: Dossier, today: date) -> None:
    """Tell of a dossier in a few lines."""
    state = DOSSIER_STATES[one.state].say(language())
    due = one.due(today)
    until = say("besluit voor {day}", "decide by {day}", day=day(due, language()))
    if one.state is not DossierState.FROZEN and due < today:
        until = say("had voor {day} gemoeten", "was due by {day}", day=day(due, language()))
    said = state if one.state is DossierState.FROZEN else f"{state}; {until}"
    echo(f"{one.id}  {said}  {one.case}".rstrip())
    echo(f"  {one.request}")
    echo(
        say(
            "  Stukken: {documents}. Lakkingen: {redactions}.",
            "  Documents: {documents}. Redactions: {redactions}.",
            documents=len(one.documents),
            redactions=len(one.redactions),
        )
    )
    for document in one.documents.values():
        if document.lapsed:
            echo(_lapsed(document, document.lapsed))
    if one.standing:
        echo(
            say(
                "  Niet akkoord: {numbers}.",
                "  Not agreed: {numbers}.",
                numbers=", ".join(str(said.number) for said in one.standing),
            )
        )
    if one.allowed:
        echo(
            say(
                "  Van lakkingen {numbers} mogen de woorden elders leesbaar blijven.",
                "  Of redactions {numbers} the words may stay readable elsewhere.",
                numbers=", ".join(str(mark.number) for mark in one.allowed),
            )
        )


def _lapsed(document: DossierDocument, lapsed: LapsedJudgement) -> str:
    return say(
        "  {name} besloot op {document}: {judgement}. Dat geldt niet meer: {who} lakte daar, of "
        "haalde een lakking weg.",
        "  {name} decided on {document}: {judgement}. That holds no more: {who} redacted there, "
        "or took a redaction away.",
        document=f"{document.number:04d}",
        judgement=DISCLOSURES[lapsed.judged.judgement].say(language()),
        name=lapsed.judged.by,
        who=lapsed.by,
    )


def show_whole(one: Dossier, today: date) -> None:
    """Tell of a dossier with its documents."""
    show(one, today)
    for document in one.documents.values():
        judgement = DISCLOSURES[document.judgement].say(language())
        grounds = f" ({', '.join(document.grounds)})" if document.grounds else ""
        echo(f"  {document.number:04d}  {document.id}  {judgement}{grounds}")
        for mark in document.redactions:
            at = ";".join(mark.area.percents) if mark.area else f"{mark.start}-{mark.end}"
            place = f"{mark.place} {mark.start + 1}" if mark.area else str(mark.place)
            echo(f"        {mark.number}: {place} {at}  {mark.ground}")
            if mark.allowed:
                echo(
                    say(
                        "           mag elders leesbaar blijven ({name}): {why}",
                        "           may stay readable elsewhere ({name}): {why}",
                        name=mark.allowed_by,
                        why=mark.allowed,
                    )
                )
    for said in one.disagreements:
        state = DISAGREEMENT_STATES[said.state].say(language())
        echo(
            say(
                "  {number}: niet akkoord met {document} ({by}): {why} ({state})",
                "  {number}: does not agree with {document} ({by}): {why} ({state})",
                number=said.number,
                document=f"{said.document:04d}{_place(said)}",
                by=said.by,
                why=said.reason,
                state=state,
            )
        )
        if said.answer:
            echo(
                say(
                    "     antwoord ({by}): {answer}",
                    "     answer ({by}): {answer}",
                    by=said.answered_by,
                    answer=said.answer,
                )
            )


def _place(said: Disagreement) -> str:
    return f", {said_span(said.span)}" if said.span else ""


def told(given: Common, workplace: Workplace, found: Dossier) -> None:
    """Put what was done into the log, and answer with the dossier."""
    seal_events(workplace)
    today = workplace.today()
    answer(dossier_json(found, today), as_json=given.json, text=lambda: show(found, today))
