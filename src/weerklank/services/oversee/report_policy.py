"""Report policy: what is done with each field class in each scenario, in words."""

from collections.abc import Iterable, Iterator

from weerklank.documents.document import Table
from weerklank.model.account import Scenario
from weerklank.model.policy import Choice, FieldClass, Policy
from weerklank.model.text import Language, Text

FIELDS: dict[FieldClass, Text] = {
    FieldClass.AUTHOR: Text(
        "wie een reactie schreef, en wie haar velden noemen",
        "who wrote a reply, and whom its fields name",
    ),
    FieldClass.MENTIONS: Text(
        "derden in wat van de organisatie is", "third parties in what is of the organisation"
    ),
    FieldClass.TEXT: Text("woorden van een derde", "words of a third party"),
    FieldClass.FOUND: Text(
        "namen en nummers die daarin worden herkend", "names and numbers recognised in those"
    ),
    FieldClass.MEDIA: Text(
        "foto's, films en geluid van een derde", "pictures, films and sound of a third party"
    ),
    FieldClass.EXTRAS: Text(
        "wat een platform meer geeft dan nodig is", "what a platform gives beyond need"
    ),
    FieldClass.UNKNOWN: Text("velden die geen indeling kent", "fields that no mapping knows"),
    FieldClass.INITIALS: Text("initialen van medewerkers", "initials of employees"),
}
_SEALED = Text("; origineel verzegeld", "; original sealed")
_NOT_KEPT = Text("; origineel niet bewaard", "; original not kept")
_OURS_ALONE = Text("; alleen van de organisatie verzegeld", "; sealed of the organisation alone")
_THEIRS_ALONE = Text("; alleen van derden verzegeld", "; sealed of third parties alone")
_PSEUDONYM = Text("pseudoniem", "pseudonym")
_OUT = Text("eruit", "taken out")
_NOT_IN = Text("komen er niet in", "don't come in")
_DONE: dict[FieldClass, Text] = {
    FieldClass.AUTHOR: _PSEUDONYM,
    FieldClass.MENTIONS: _PSEUDONYM,
    FieldClass.TEXT: Text(
        "blijven, zonder wie en wat erin is herkend", "kept, without whom and what was recognised"
    ),
    FieldClass.FOUND: Text("een merkteken", "a mark"),
    FieldClass.MEDIA: _NOT_IN,
    FieldClass.EXTRAS: _OUT,
    FieldClass.UNKNOWN: _OUT,
    FieldClass.INITIALS: Text("'^[medewerker]'", "'^[medewerker]'"),
}
_KEPT = Text("blijven", "kept")
#: What leaves nothing in its place where it is left out.
_NEVER_MARKED = frozenset((FieldClass.TEXT, FieldClass.MEDIA))
_WHOLE = frozenset((FieldClass.EXTRAS, FieldClass.UNKNOWN))


def policy_table(policy: Policy, scenarios: Iterable[Scenario], language: Language) -> Table:
    """Give a table of the choices in force, for the scenarios in use; for all where none is."""
    used = sorted(set(scenarios)) or [*Scenario]
    said = Text("scenario {name}", "scenario {name}")
    return Table(
        caption=Text("Waarover is besloten, per scenario", "What was decided on, by scenario").say(
            language
        ),
        head=(
            Text("soort veld", "field class").say(language),
            *(said.say(language, name=one.value) for one in used),
        ),
        rows=tuple(
            (
                FIELDS[field].say(language),
                *(_cell(policy, field, one, language) for one in used),
            )
            for field in FieldClass
        ),
        widths=(4, *(3 for _ in used)),
    )


def _cell(policy: Policy, field: FieldClass, scenario: Scenario, language: Language) -> str:
    return "".join(part.say(language) for part in _parts(policy, field, scenario))


def _parts(policy: Policy, field: FieldClass, scenario: Scenario) -> Iterator[Text]:
    choice = policy.choice(field, scenario)
    if choice is Choice.KEEP:
        yield _KEPT
    elif field in _NEVER_MARKED and choice is Choice.DROP:
        yield _NOT_IN
    else:
        yield _DONE[field]
        yield _original(policy, field, scenario)


def _original(policy: Policy, field: FieldClass, scenario: Scenario) -> Text:
    treatment = policy.treatment(scenario)
    if field not in _WHOLE:
        return _SEALED if field in treatment.sealed else _NOT_KEPT
    ours, theirs = (treatment.seals_whole(field, is_ours=one) for one in (True, False))
    if ours and theirs:
        return _SEALED
    if not (ours or theirs):
        return _NOT_KEPT
    return _OURS_ALONE if ours else _THEIRS_ALONE
