"""The forms of *Herkenbaar*: what was typed, what is wrong with it, and that it was seen counted.

Names, handles and addresses come by POST and stand in no address of ours, and in no session.
"""

import json
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from weerklank.model.errors import WeerklankError
from weerklank.model.named_party import NamedAs
from weerklank.model.text import Text
from weerklank.services.change.keep_named import NewParty
from weerklank.web.error_words import message_of, next_of

FIELDS = ("url", "kind", "name", "start", "until", "user_id", "reason")
#: Characters that a field takes.
MOST = {"url": 500, "name": 200, "user_id": 200, "reason": 300}
NO_DAY = Text("Geef een dag als 2026-11-27.", "Give a day such as 2026-11-27.")
NO_REASON = Text("Geef een reden, in één zin.", "Give a reason, in a sentence.")
_EMPTY = {
    "url": Text("Geef het adres van het profiel.", "Give the address of the profile."),
    "kind": Text("Kies als wat.", "Choose as what."),
    "name": Text("Geef de naam voluit.", "Give the name in full."),
    "start": NO_DAY,
    "reason": NO_REASON,
}
#: At which field an error of the services is told, by its code or area.
_FIELD_OF = {"NAMED-001": "until", "NAMED-006": "name", "USE-002": "reason", "REGISTER": "url"}


@dataclass(slots=True)
class NamedForm:
    """What was typed of one to put on the list."""

    values: dict[str, str]
    #: What is wrong, by field; '' for what is of none.
    problems: dict[str, Text] = field(default_factory=dict)

    def told(self, error: WeerklankError) -> None:
        """Take up what a service said is wrong, at the field that it is about."""
        code = error.code
        place = _FIELD_OF.get(code) or _FIELD_OF.get(code.partition("-")[0], "url")
        self.problems[place] = with_next(error)

    @property
    def seal(self) -> str:
        """Give the seal of what is typed: only what was shown with its counts is recorded."""
        return salted_hmac("named", json.dumps([self.values[one] for one in FIELDS])).hexdigest()

    def is_sealed(self, given: str) -> bool:
        """Tell whether a seal is of what is typed."""
        return constant_time_compare(self.seal, given)


def typed_form(request: HttpRequest) -> NamedForm:
    """Give the form as it was sent."""
    return NamedForm({one: request.POST.get(one, "").strip() for one in FIELDS})


def new_party(form: NamedForm) -> NewParty | None:
    """Give whom a form means; None when something is wrong with it, which it then says."""
    values = form.values
    for name, text in _EMPTY.items():
        if not values[name]:
            form.problems[name] = text
    start, until = (_day(form, one) for one in ("start", "until"))
    kind = next((one for one in NamedAs if one == values["kind"]), None)
    if kind is None:
        form.problems["kind"] = _EMPTY["kind"]
    if form.problems or kind is None or start is None:
        return None
    return NewParty(
        url=values["url"],
        kind=kind,
        name=values["name"],
        start=start,
        until=until,
        reason=values["reason"],
        user_id=values["user_id"] or None,
    )


def _day(form: NamedForm, name: str) -> date | None:
    try:
        return date.fromisoformat(form.values[name]) if form.values[name] else None
    except ValueError:
        form.problems[name] = NO_DAY
        return None


def with_next(error: WeerklankError) -> Text:
    """Say what is wrong and what to do now."""
    said, hint = message_of(error), next_of(error)
    return Text(f"{said.nl} {hint.nl}", f"{said.en} {hint.en}") if hint else said
