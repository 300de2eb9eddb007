"""The form for the organisation's own sites, below that of its pages for profiles."""

from dataclasses import dataclass, field

from django.http import HttpRequest

from weerklank.model.errors import Refused, WrongUse
from weerklank.model.own_sites import POLICY_WORDS, FileKind
from weerklank.model.text import Text
from weerklank.services.profile.own_sites import SiteChanges, name_sites
from weerklank.web.error_words import message_of
from weerklank.web.visit import Visit

#: By this the form is told from the other one on its screen.
FORM = "sites"
_NO_NUMBER = Text("Geef een getal.", "Give a number.")


@dataclass(slots=True)
class SitesForm:
    """What stands in the form, and what is wrong with it."""

    sites: str
    pages: bool
    kinds: frozenset[str]
    most_mb: str
    most_mb_run: str
    problem: Text | None = None
    #: What each field is called.
    words: dict[str, Text] = field(default_factory=lambda: POLICY_WORDS)

    @property
    def choices(self) -> list[tuple[str, bool]]:
        """Give each kind of file, and whether it is chosen."""
        return [(str(kind), str(kind) in self.kinds) for kind in FileKind]


def held_form(visit: Visit) -> SitesForm:
    """Give the form with what holds now."""
    held = visit.workplace.register().sites
    return SitesForm(
        sites="\n".join(held.sites),
        pages=held.pages,
        kinds=frozenset(map(str, held.kinds)),
        most_mb=str(held.most_mb),
        most_mb_run=str(held.most_mb_run),
    )


def sent_form(request: HttpRequest, visit: Visit) -> SitesForm:
    """Record what was sent; the form that comes back has a problem where it was not."""
    given = request.POST
    form = SitesForm(
        sites=given.get("sites", ""),
        pages="pages" in given,
        kinds=frozenset(given.getlist("kinds")),
        most_mb=given.get("most_mb", ""),
        most_mb_run=given.get("most_mb_run", ""),
    )
    try:
        limits = int(form.most_mb), int(form.most_mb_run)
    except ValueError:
        form.problem = _NO_NUMBER
        return form
    changes = SiteChanges(
        sites=form.sites.split(),
        pages=form.pages,
        kinds=sorted(form.kinds),
        most_mb=limits[0],
        most_mb_run=limits[1],
    )
    try:
        name_sites(visit.workplace, changes)
    except (WrongUse, Refused) as error:
        form.problem = message_of(error)
    return form
