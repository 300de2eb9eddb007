"""`weerklank harvest --technique browser`: read accounts from their own pages, and keep those."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial

from weerklank import bootstrap
from weerklank.cli.importing import spare_memory
from weerklank.cli.options import Common
from weerklank.cli.runs_made import Makes, harvests_by_api, make_runs
from weerklank.model.errors import WeerklankError, WrongUse
from weerklank.model.run import RunReport, Technique
from weerklank.services.harvest.harvest_account import Wanted
from weerklank.services.harvest.harvest_by_browser import (
    NO_SINCE,
    PageBrowser,
    harvest_by_browser,
)
from weerklank.services.harvest.harvest_noted import harvest_followed
from weerklank.services.harvest.techniques_of import harvested_by
from weerklank.services.profile.check_profile import check_harvested
from weerklank.services.workplace import Workplace

#: Every technique by which the account can be harvested at once.
ALL = "all"


def harvest_pages(
    given: Common,
    wanted_of: Callable[[Workplace], dict[str, Wanted]],
    *,
    is_all: bool,
) -> None:
    """Harvest accounts by their pages, after their APIs if all is asked for.

    An error on one does not stop the next. Refused at once where there is no browser.
    """
    workplace = given.workplace()
    spare_memory()
    try:
        asked = wanted_of(workplace)
        if not is_all and any(one.since for one in asked.values()):
            raise WrongUse(NO_SINCE)
        browser = bootstrap.browser()
    except WeerklankError as error:
        error.answer = {"runs": [], **error.answer}
        raise
    with closing(browser):
        make_runs(given, workplace, _harvests(workplace, browser, asked, is_all=is_all))


def _harvests(
    workplace: Workplace,
    browser: PageBrowser,
    asked: dict[str, Wanted],
    *,
    is_all: bool,
) -> Iterator[Makes]:
    """Give what is to be done, one account after another."""
    connectors, transport_for = bootstrap.connectors(), bootstrap.transport_for(workplace)
    by_api = harvests_by_api(workplace)

    def by_browser(name: str, wanted: Wanted, done: list[RunReport]) -> None:
        wanted = replace(wanted, since=None)
        run = harvest_followed(
            workplace,
            name,
            lambda seen: harvest_by_browser(
                seen, connectors, name, transport_for, browser, wanted
            ),
        )
        done.append(run)
        if not wanted.posts:
            check_harvested(workplace, run, transport_for)

    for name, wanted in asked.items():
        platform = workplace.register().find(name).platform
        offered = harvested_by(connectors, platform)
        if is_all and Technique.API in offered:
            yield partial(by_api, name, wanted)
        if not is_all or Technique.BROWSER in offered:
            yield partial(by_browser, name, wanted)
