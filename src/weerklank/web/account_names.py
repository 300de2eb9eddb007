"""Accounts in a form: by name for who chooses, or by number where there are many."""

from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.web.account_facts import name_of
from weerklank.web.act_form import ActForm, Field
from weerklank.web.visit import Visit

#: More than these are typed by number, not ticked.
_MOST = 40
_LABEL = Text("Accounts; niets is alle", "Accounts; none is all")


def names_of(visit: Visit) -> dict[str, str]:
    """Give what each account is called, by its number."""
    organisation = visit.workplace.organisation.name
    return {
        one.id: f"{name_of(one, organisation)}, {TITLES.get(one.platform, one.platform)}"
        f" (@{one.handle})"
        for one in visit.accounts.values()
    }


def account_field(visit: Visit) -> Field:
    """Give the question of which accounts."""
    names = names_of(visit)
    if len(names) > _MOST:
        return Field(
            name="accounts",
            label=_LABEL,
            hint=Text("Een nummer per regel, zoals a0001.", "A number a line, such as a0001."),
            kind="area",
            most=4000,
            is_needed=False,
        )
    return Field(
        name="accounts",
        label=_LABEL,
        kind="choices",
        options=tuple(names.items()),
        is_needed=False,
    )


def accounts_in(form: ActForm) -> tuple[str, ...]:
    """Give the accounts that were chosen or typed."""
    if "accounts" in form.chosen:
        return tuple(form.chosen["accounts"])
    return lines_in(form, "accounts")


def lines_in(form: ActForm, name: str) -> tuple[str, ...]:
    """Give the lines that were typed in a field."""
    return tuple(line.strip() for line in form.values[name].splitlines() if line.strip())
