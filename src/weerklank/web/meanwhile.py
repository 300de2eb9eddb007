"""Two people at one form: what the second filled in, laid over what the first made of it.

Three states tell who did what: what the form showed when it was opened, what came back, and what
the register has by now. What only one of them touched is taken from that one; what both touched
stays as it was filled in, and the page says what it is by now.
"""

import json
from dataclasses import replace

from weerklank.model.text import Text
from weerklank.web.account_form import Form
from weerklank.web.words import WORDS

_BY_NOW = Text("Intussen vastgelegd: {value}.", "Recorded meanwhile: {value}.")
_NOTHING = Text("niets", "nothing")
#: Fields that someone writes; the others are chosen from a list.
_WRITTEN = frozenset({"url", "unit"})


def as_shown(form: Form) -> str:
    """Give what a form shows, to be sent along with it."""
    return json.dumps([form.values, form.processes])


def shown_by(text: str) -> Form | None:
    """Read what a form showed; None for what is no such thing."""
    try:
        values, processes = json.loads(text)
        fields = {str(name): str(value) for name, value in values.items()}
        return Form(values=fields, processes=[str(one) for one in processes])
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def laid_over(typed: Form, was: Form | None, now: Form) -> Form:
    """Give the form with both changes in it; `problems` names what both changed."""
    if was is None:  # nothing tells what was filled in from what stood there
        return now
    values, problems = dict(now.values), dict(typed.problems)
    for name, given in typed.values.items():
        before, there = was.values.get(name, ""), now.values.get(name, "")
        if name == "managers":
            values[name] = "\n".join(_of_both(*map(str.splitlines, (given, before, there))))
        elif given != before:
            values[name] = given
            if there not in (before, given):
                problems[name] = _by_now(name, there)
    processes = _of_both(typed.processes, was.processes, now.processes)
    return replace(typed, values=values, processes=processes, problems=problems)


def _of_both(typed: list[str], was: list[str], now: list[str]) -> list[str]:
    """Give what there is by now, with what was added to it and without what was taken away."""
    return [one for one in now if one in typed or one not in was] + [
        one for one in typed if one not in was and one not in now
    ]


def _by_now(name: str, value: str) -> Text:
    if not value:
        return _BY_NOW.filled(value=_NOTHING)
    if name in _WRITTEN:
        return _BY_NOW.filled(value=value)
    return _BY_NOW.filled(value=WORDS[f"replies-{value}" if name == "replies" else value])
