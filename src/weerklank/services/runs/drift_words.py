"""Drift words: say in a sentence what a platform gives otherwise than before."""

from weerklank.model.coverage import ANYTHING, SAID, Standing
from weerklank.model.drift import Drift, DriftKind
from weerklank.model.text import Text, verbatim

_SENTENCES = {
    DriftKind.VANISHED: Text(
        "Het veld {what} ontbreekt: eerder stond het in {before}% en nu in geen van {of}.",
        "The field {what} is missing: it stood in {before}% before, and now in none of {of}.",
    ),
    DriftKind.FELL: Text(
        "Het veld {what} staat minder vaak: eerder in {before}%, nu in {now}% van {of}.",
        "The field {what} stands less often: in {before}% before, now in {now}% of {of}.",
    ),
    DriftKind.UNKNOWN: Text(
        "Het veld {what} is nieuw en nog niet bekend ({of} keer).",
        "The field {what} is new and not known yet ({of} times).",
    ),
    DriftKind.COUNTS: Text(
        "Van de {of} {counted} die het platform telt, kwamen er {came}.",
        "Of the {of} {counted} that the platform counts, {came} came.",
    ),
    DriftKind.PAGE_STEPS: Text(
        "De stappen voor pagina's passen niet meer: {what}, op {misfits} van de {of} bezochte.",
        "The steps on pages fit no longer: {what}, on {misfits} of the {of} visited.",
    ),
    DriftKind.PAGE_MAP: Text(
        "De kaart past niet op {misfits} van de {of} pagina's van een {page}: {misfit}.",
        "The map does not fit {misfits} of the {of} pages of {page}: {misfit}.",
    ),
}
_MISFITS = {
    "other_form": Text("zij zijn anders gebouwd", "they are built otherwise"),
    "not_covered": Text(
        "er staat tekst waarover de kaart niets zegt",
        "text stands there that the map does not know",
    ),
    "no_kind": Text(
        "zij staan op een adres dat de kaart niet kent", "they stand at an address unknown to it"
    ),
}
_PAGES = {"post": Text("bericht", "a post"), "account": Text("account", "an account")}
_MORE = Text(
    "Het platform telt {of} {counted} en gaf er {came}.",
    "The platform counts {of} {counted} and gave {came}.",
)
_EMPTY = Text(
    "In {now}% van de {of} {counted} staat nog iets, woorden of een bestand; eerder in {before}%.",
    "{now}% of the {of} {counted} still say anything, in words or a file; {before}% before.",
)
_SAID = {
    f"post/{SAID}/{ANYTHING}": Text("berichten", "posts"),
    f"reply/{SAID}/{ANYTHING}": Text("reacties", "replies"),
}
_COUNTED = {"posts": Text("berichten", "posts"), "replies": Text("reacties", "replies")}


def in_words(drift: Drift) -> Text:
    """Say what is otherwise."""
    page, _, misfit = drift.what.partition(": ")
    is_more = drift.kind is DriftKind.COUNTS and drift.now.holding > drift.now.of
    sentence = _MORE if is_more else _SENTENCES[drift.kind]
    return (_EMPTY if drift.what in _SAID else sentence).filled(
        what=drift.what,
        before=percent(drift.before),
        now=percent(drift.now),
        of=drift.now.of,
        came=drift.now.holding,
        misfits=drift.now.of - drift.now.holding,
        page=_PAGES.get(page, Text("andere soort", "another kind")),
        misfit=_MISFITS.get(misfit, verbatim(misfit)),
        counted=(_COUNTED | _SAID).get(drift.what, Text(drift.what, drift.what)),
    )


def named(drift: Drift) -> Text:
    """Name what drifted, in few words: a field by its path."""
    said = _SAID.get(drift.what)
    if said is None:
        return verbatim(drift.what)
    return Text("{counted} waarin iets staat", "{counted} that say anything").filled(counted=said)


def percent(standing: Standing) -> int:
    """Give a share in whole percents; none and all of them are only what is exactly that."""
    if standing.holding in (0, standing.of):
        return 100 if standing.holding else 0
    return min(max(round(100 * standing.share), 1), 99)
