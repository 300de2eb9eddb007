"""What somebody says of rights on a screen: whose they are, which licence, and portraits (E4)."""

from collections.abc import Sequence

from django.http import HttpRequest

from weerklank.appraise.rights_file import MOST_CHARACTERS
from weerklank.model.errors import WrongUse
from weerklank.model.licences import LICENCES, STATUSES, Changes, Licence
from weerklank.model.rights import PORTRAITS, Entry
from weerklank.model.text import Text
from weerklank.services.appraise.set_rights import read_entry
from weerklank.web.act_form import ActForm, Field, act_form

#: A licence of Creative Commons, by what its two questions say.
BY_ANSWERS = "cc"
_VERSION = "4.0"
_NO_FIT = Text(
    "Deze licentie hoort niet bij deze status. Kies een andere licentie of status.",
    "This licence does not go with this status. Choose another licence or status.",
)
_NO_ANSWERS = Text(
    "Beantwoord de twee vragen van Creative Commons.",
    "Answer the two questions of Creative Commons.",
)
_CHANGES = {
    Changes.YES: Text("ja", "yes"),
    Changes.ALIKE: Text("ja, als het onder dezelfde licentie blijft", "yes, if shared alike"),
    Changes.NO: Text("nee", "no"),
}
FIELDS: tuple[Field, ...] = (
    Field(
        name="status",
        label=Text("Van wie is het auteursrecht", "Whose is the copyright"),
        kind="select",
        options=tuple((one.value, text) for one, text in STATUSES.items()),
        is_needed=False,
    ),
    Field(
        name="licence",
        label=Text("Licentie", "Licence"),
        kind="select",
        options=(
            (
                BY_ANSWERS,
                Text(
                    "Creative Commons, volgens de twee vragen hieronder",
                    "Creative Commons, by the two questions below",
                ),
            ),
            *((one.code, one.name) for one in LICENCES.values()),
        ),
        is_needed=False,
    ),
    Field(
        name="commercial",
        label=Text("Mag een ander het commercieel gebruiken?", "May others use it commercially?"),
        hint=Text("Alleen bij Creative Commons.", "With Creative Commons alone."),
        kind="select",
        options=(("ja", Text("ja", "yes")), ("nee", Text("nee", "no"))),
        is_needed=False,
    ),
    Field(
        name="changes",
        label=Text("Mag een ander het veranderen?", "May others change it?"),
        hint=Text("Alleen bij Creative Commons.", "With Creative Commons alone."),
        kind="select",
        options=tuple((one.value, text) for one, text in _CHANGES.items()),
        is_needed=False,
    ),
    Field(
        name="holder",
        label=Text("Rechthebbende", "Holder of the rights"),
        hint=Text("Een organisatie of maker, geen accountnaam.", "A body or maker, no handle."),
        most=MOST_CHARACTERS,
        is_needed=False,
    ),
    Field(
        name="source",
        label=Text("Waar dat staat", "Where that stands"),
        hint=Text("Een overeenkomst, zaak of besluit.", "An agreement, case or decision."),
        most=MOST_CHARACTERS,
        is_needed=False,
    ),
    Field(
        name="portrait",
        label=Text("Personen in beeld", "Persons in it"),
        hint=Text("Alleen bij foto, film en geluid.", "With pictures, films and sound alone."),
        kind="select",
        options=tuple((one.value, text) for one, text in PORTRAITS.items()),
        is_needed=False,
    ),
)


def rights_form(request: HttpRequest, more: Sequence[Field] = ()) -> ActForm:
    """Read the form, with other questions before it."""
    return act_form(request, (*more, *FIELDS))


def entry_in(form: ActForm) -> Entry | None:
    """Give what a form says; None when something is wrong with it, which it then tells."""
    values = {one.name: form.values[one.name] or None for one in FIELDS}
    status, licence = values["status"], values["licence"]
    if licence == BY_ANSWERS:
        found = _by_answers(values["commercial"], values["changes"])
        if found is None:
            form.problems["commercial"] = _NO_ANSWERS
            return None
        licence = found.code
    if status and licence and status not in LICENCES[licence.lower()].fits:
        form.problems["licence"] = _NO_FIT
        return None
    try:
        return read_entry(
            {
                "status": status,
                "licence": licence,
                "holder": values["holder"],
                "source": values["source"],
                "portrait": values["portrait"],
            }
        )
    except WrongUse as error:
        form.told(error, {}, "status")
        return None


def _by_answers(commercial: str | None, changes: str | None) -> Licence | None:
    """Give the licence of Creative Commons, of the newest version, that answers say."""
    return next(
        (
            one
            for one in LICENCES.values()
            if one.version == _VERSION
            and commercial is not None
            and one.commercial is (commercial == "ja")
            and one.changes == changes
        ),
        None,
    )
