"""A form of one act: its fields, what was typed in them, and what is wrong, told at its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from weerklank.model.errors import WeerklankError
from weerklank.model.text import Text
from weerklank.web.error_words import message_of, next_of

NO_DAY = Text("Geef een dag als 2026-11-27.", "Give a day such as 2026-11-27.")
_EMPTY = Text("Vul dit in.", "Fill this in.")
_TOO_LONG = Text("Ten hoogste {most} tekens.", "{most} characters at most.")
_NO_CHOICE = Text("Kies een van de mogelijkheden.", "Choose one of the possibilities.")

Options = tuple[tuple[str, Text | str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of a form."""

    name: str
    label: Text
    hint: Text | None = None
    #: `text`, `day`, `area`, `select`, `choices` (several) or `file`.
    kind: str = "text"
    options: Options = ()
    most: int = 300
    is_needed: bool = True


@dataclass(slots=True)
class ActForm:
    """The fields of a form with what was typed, and what is wrong by field."""

    fields: tuple[Field, ...]
    values: dict[str, str]
    #: What was ticked, by field.
    chosen: dict[str, list[str]]
    #: '' for what is of no field.
    problems: dict[str, Text] = field(default_factory=dict)

    def day(self, name: str) -> date | None:
        """Give a day that was typed; None where there is none, or it is no day."""
        try:
            typed = self.values.get(name)
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            return None

    def told(self, error: WeerklankError, places: Mapping[str, str], other: str = "") -> None:
        """Take up what a service said is wrong, at the field of its code, else at another."""
        said, hint = message_of(error), next_of(error)
        text = Text(f"{said.nl} {hint.nl}", f"{said.en} {hint.en}") if hint else said
        self.problems[places.get(error.code, other)] = text

    @property
    def wrong(self) -> list[tuple[str, Text]]:
        """Give what is wrong by field; a field may be called as something of a dictionary is."""
        return [*self.problems.items()]

    @property
    def rows(self) -> list[dict[str, object]]:
        """Give the fields as a template draws them."""
        return [
            {
                "field": one,
                "value": self.values.get(one.name, ""),
                "chosen": self.chosen.get(one.name, []),
                "problem": self.problems.get(one.name),
            }
            for one in self.fields
        ]


def act_form(
    request: HttpRequest, fields: Sequence[Field], given: Mapping[str, str] | None = None
) -> ActForm:
    """Read a form that was sent, and look it over; `given` fills one that was not."""
    if request.method != "POST":
        return ActForm(tuple(fields), {**(given or {})}, {})
    form = ActForm(
        tuple(fields),
        {one.name: request.POST.get(one.name, "").strip() for one in fields},
        {one.name: request.POST.getlist(one.name) for one in fields if one.kind == "choices"},
    )
    for one in fields:
        value = form.values[one.name]
        if one.kind == "file":
            continue
        if one.is_needed and not (form.chosen.get(one.name) or value):
            form.problems[one.name] = NO_DAY if one.kind == "day" else _EMPTY
        elif one.kind == "day" and value and form.day(one.name) is None:
            form.problems[one.name] = NO_DAY
        elif len(value.replace("\r\n", "\n")) > one.most:  # a browser counts so
            form.problems[one.name] = _TOO_LONG.filled(most=one.most)
        elif not _is_offered(one, [value] if one.kind == "select" else form.chosen.get(one.name)):
            form.problems[one.name] = _NO_CHOICE
    return form


def _is_offered(one: Field, chosen: Sequence[str] | None) -> bool:
    known = {value for value, _ in one.options} | ({""} if not one.is_needed else set())
    return not one.options or all(value in known for value in chosen or ())
