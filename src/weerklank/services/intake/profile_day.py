"""Tell of which day the profile is that a run is shown, and whether that is one of scenario C."""

from datetime import date

from weerklank.harvest.intake import Seen
from weerklank.model.account import Account, Scenario
from weerklank.model.clock import civil_day
from weerklank.model.run import SHOWN_NOW, RunReport


def profile_day(report: RunReport, seen: Seen) -> date:
    """Give the day whose profile the export shows, as far as it can be told.

    A profile says when the account was made, which is another day.
    """
    if report.technique in SHOWN_NOW:
        return civil_day(report.started)
    # Where the container does not tell: that of its newest post, passed over or not.
    days = [*filter(None, (seen.newest, *(seen.by_hand_days or ())))]
    newest = date.fromisoformat(max(days)) if days else None
    return report.exported or newest or civil_day(report.started)


def is_profile_by_hand(account: Account, report: RunReport, seen: Seen) -> bool:
    """Tell whether the account is hybrid or personal, or was on the day that is shown."""
    days = (civil_day(report.started), profile_day(report, seen))
    return any(account.scenario_on(day) is Scenario.C for day in days)
