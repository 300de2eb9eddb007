"""Which parts a page on rights is about, as its address says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from weerklank.model.rights import MEDIA, TEXT
from weerklank.model.text import Text
from weerklank.services.appraise.list_rights import Asked, Listed, RightsCounts, list_rights
from weerklank.web.act_form import NO_DAY
from weerklank.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Selection:
    """Which parts a page is about, as its address says it."""

    account: str
    since: date | None
    until: date | None
    part: str
    with_recorded: bool

    @property
    def asked(self) -> Asked:
        """Give it as the service is asked."""
        return Asked(
            missing=not self.with_recorded,
            accounts=frozenset({self.account}) if self.account else frozenset(),
            since=self.since,
            until=self.until,
        )

    @property
    def query(self) -> str:
        """Give it as an address says it."""
        pairs = {
            "account": self.account,
            "van": self.since or "",
            "tot": self.until or "",
            "deel": self.part,
            "ook": "ja" if self.with_recorded else "",
        }
        return urlencode({"toon": "ja", **{name: value for name, value in pairs.items() if value}})

    def holds(self, one: Listed) -> bool:
        """Tell whether it is of the kind of part asked."""
        return not self.part or (self.part == MEDIA) == bool(one.part.medium)


def selection_in(request: HttpRequest, visit: Visit) -> tuple[Selection, Text | None]:
    """Give which parts an address is about, and what is wrong with it."""
    problem = None
    days: list[date | None] = []
    for name in ("van", "tot"):
        written = request.GET.get(name, "").strip()
        try:
            days.append(date.fromisoformat(written) if written else None)
        except ValueError:
            days.append(None)
            problem = NO_DAY
    account = request.GET.get("account", "")
    if account and account not in visit.accounts:
        raise Http404
    part = request.GET.get("deel", "")
    found = Selection(
        account=account,
        since=days[0],
        until=days[1],
        part=part if part in {TEXT, MEDIA} else "",
        with_recorded=request.GET.get("ook") == "ja",
    )
    return found, problem


def chosen_parts(visit: Visit, wanted: Selection, counts: RightsCounts) -> Iterator[Listed]:
    """Give the parts of a selection, of which those that were gone through are counted."""
    return (one for one in list_rights(visit.workplace, wanted.asked, counts) if wanted.holds(one))
