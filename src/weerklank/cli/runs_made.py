"""Runs of a command, one account after another: what fails of one costs no other."""

from collections.abc import Callable, Iterable

from weerklank import bootstrap
from weerklank.cli.importing import tell_owners
from weerklank.cli.options import Common
from weerklank.cli.runs_text import tell_runs
from weerklank.model.errors import RunInterrupted, WeerklankError
from weerklank.model.run import RunReport
from weerklank.services.harvest.harvest_account import Wanted, harvest_account
from weerklank.services.harvest.harvest_noted import harvest_noted
from weerklank.services.profile.check_profile import check_harvested
from weerklank.services.workplace import Workplace

#: Does something with one account, and adds the reports of what it did.
Makes = Callable[[list[RunReport]], None]


def make_runs(given: Common, workplace: Workplace, makes: Iterable[Makes]) -> None:
    """Make all runs, and tell of them; an interruption ends them and tells of those before it."""
    done: list[RunReport] = []
    errors: list[WeerklankError] = []
    for make in makes:
        try:
            make(done)
        except WeerklankError as error:
            errors.append(error)
            done += error.runs
        except RunInterrupted as stop:
            stop.earlier = tuple(done)
            raise
    tell_owners(workplace)
    tell_runs(given, done, errors)


def harvests_by_api(workplace: Workplace) -> Callable[[str, Wanted, list[RunReport]], None]:
    """Give what harvests an account by its API, and checks its profile unless posts are named."""
    connectors, transport_for = bootstrap.connectors(), bootstrap.transport_for(workplace)

    def harvest(name: str, wanted: Wanted, done: list[RunReport]) -> None:
        report = harvest_noted(
            workplace,
            name,
            lambda seen: harvest_account(seen, connectors, name, transport_for, wanted),
        )
        done.append(report)
        if not wanted.posts:
            check_harvested(workplace, report, transport_for)

    return harvest
