"""The shell around every page: rail, search, help, who is signed in, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from weerklank.model.errors import WeerklankError
from weerklank.model.text import Text
from weerklank.web import completeness_tabs, site
from weerklank.web.archive_tabs import (
    RETENTION_PAGES,
    TRANSFER_PAGES,
    WITHIN_RETENTION,
    WITHIN_TRANSFER,
    archive_tabs_of,
)
from weerklank.web.help import HELP
from weerklank.web.last_checkpoint import LAST_CHECKPOINT
from weerklank.web.lost_events import LOSSES
from weerklank.web.permissions import may
from weerklank.web.privacy_tabs import PAGES, WITHIN, tabs_of
from weerklank.web.task_count import COUNTS
from weerklank.web.visit import Visit, has_keys, language_of, visit_if_any
from weerklank.web.words import ROLES


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the rail."""

    page: str
    text: Text
    icon: str
    #: The letter that leads to it, after `g`.
    key: Text
    #: Pages on which this entry is the current one, besides its own.
    within: tuple[str, ...] = ()
    #: Pages that it leads to, the first that one may open, where its own is not for everyone.
    rooms: tuple[str, ...] = ()

    def leads_to(self, visit: Visit) -> str | None:
        """Name the page that it opens; None where all of them are for others."""
        return next((one for one in (self.page, *self.rooms) if may(visit.roles, one)), None)


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to a page; the last one has no address."""

    text: Text | str
    address: str = ""


_ERROR = "error/error.html"
_ACCOUNT = (
    "account",
    "account-posts",
    "account-techniques",
    "account-runs",
    "account-history",
    "account-profile",
    "account-profile-text",
    "profile-pages",
    "account-add",
    "account-edit",
    "account-connect",
    "account-consent",
    "account-trial",
    "connect-back",
    "account-report",
    "report-other",
    "register-import",
    "register-preview",
    "reviews",
    "reports",
    "report-settle",
    "platforms",
    "platform",
    "platform-decide",
    "platform-agree",
    "agreement-end",
    "handin",
    "handin-file",
    "handin-pick",
)
#: In the order of the life of a record; what is not built has no entry (screens.md 3).
RAIL: tuple[tuple[Text | None, tuple[Item, ...]], ...] = (
    (
        None,
        (
            Item(
                "home",
                Text("Wat wacht er op mij", "What waits for me"),
                "checklist",
                Text("w", "w"),
                ("hour-organisation", "hour-keys", "hour-report"),
            ),
        ),
    ),
    (
        Text("Archiveren", "Archiving"),
        (
            Item(
                "accounts", Text("Accounts", "Accounts"), "address-book", Text("a", "a"), _ACCOUNT
            ),
            Item(
                "runs",
                Text("Oogsten", "Harvests"),
                "cloud-download",
                Text("o", "h"),
                ("run", "import"),
            ),
            Item(
                "search",
                Text("Zoeken", "Search"),
                "search",
                Text("z", "s"),
                ("post", "kept-page", "post-techniques", "post-life", "mark", "mark-decide"),
            ),
            Item(
                "completeness",
                Text("Volledigheid", "Completeness"),
                "circle-dashed",
                Text("m", "m"),
                (*(name for name, _ in completeness_tabs.PAGES), *completeness_tabs.WITHIN),
                ("dashboard",),
            ),
            Item("formal", Text("Lijkt formeel", "Looks formal"), "message", Text("f", "f")),
        ),
    ),
    (
        Text("Beheren", "Managing"),
        (
            Item(
                RETENTION_PAGES[0],
                Text("Bewaartermijnen", "Retention"),
                "clock",
                Text("b", "r"),
                (*RETENTION_PAGES, *WITHIN_RETENTION),
                RETENTION_PAGES[1:],
            ),
            Item(
                TRANSFER_PAGES[0],
                Text("Overbrengen", "Transfer"),
                "package",
                Text("v", "t"),
                (*TRANSFER_PAGES, *WITHIN_TRANSFER),
                TRANSFER_PAGES[1:],
            ),
            Item(
                PAGES[0],
                Text("Privacy", "Privacy"),
                "user",
                Text("p", "p"),
                (*PAGES, *WITHIN),
                PAGES[1:],
            ),
        ),
    ),
    (
        Text("Openbaar maken", "Disclosing"),
        (
            Item(
                "dossiers",
                Text("Woo-verzoeken", "Woo requests"),
                "clipboard-check",
                Text("d", "d"),
                (
                    "dossier",
                    "dossier-new",
                    "dossier-add",
                    "dossier-term",
                    "dossier-document",
                    "dossier-twins",
                    "dossier-twins-judge",
                    "dossier-disagreements",
                    "dossier-disagree",
                    "dossier-answer",
                    "dossier-agree",
                    "dossier-read",
                    "dossier-freeze",
                    "dossier-give",
                    "dossier-redact",
                    "dossier-undo",
                    "dossier-film",
                    "dossier-picture",
                    "dossier-hide",
                    "dossier-allow",
                    "dossier-judge",
                    "dossier-remove",
                ),
            ),
            Item(
                "portal",
                Text("Publieksportaal", "Public portal"),
                "broadcast",
                Text("u", "o"),
                ("portal-switch", "portal-replies"),
            ),
        ),
    ),
    (
        Text("Verantwoorden", "Accounting for it"),
        (
            Item(
                "verification",
                Text("Echtheid en controle", "Authenticity"),
                "shield-check",
                Text("e", "u"),
                ("copies",),
            ),
            Item("journal", Text("Logboek", "Journal"), "history", Text("l", "j")),
            Item("operation", Text("Beheer", "Operation"), "repeat", Text("t", "o")),
            Item(
                "guides",
                Text("Beleid en handleidingen", "Policy and guides"),
                "list-tree",
                Text("h", "g"),
                ("recommendations",),
            ),
            Item("access", Text("Inzagejournaal", "Access journal"), "lock", Text("i", "c")),
        ),
    ),
)


def page(
    request: HttpRequest,
    template: str,
    more: Mapping[str, object] | None = None,
    *,
    crumbs: tuple[Crumb, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """Render a page in the shell, as far as there is one for who looks."""
    visit = visit_if_any(request)
    context: dict[str, object] = {
        "language": language_of(request),
        "organisation": visit.workplace.organisation.name if visit else _organisation(),
        "is_demo": site.current().is_demo,
        "here": request.get_full_path() if request.method == "GET" else "/",
        "visit": visit,
        "crumbs": crumbs,
        # Said first of all to who hears the page; what is nothing but an error is called one.
        "is_turned_down": status >= 400 and template != _ERROR,
    }
    if visit is not None:
        match = request.resolver_match
        name = (match.url_name if match else None) or ""
        context |= {
            "now": visit.workplace.clock.now(),
            "printed_address": request.build_absolute_uri(request.get_full_path()),
            "checkpoint": LAST_CHECKPOINT.of(visit.workplace),
            "losses": LOSSES.of(visit.workplace),
            "rail": _rail(visit, name),
            "may": {one.replace("-", "_"): may(visit.roles, one) for one in _ASKED},
            "roles_told": ", ".join(visit.say(ROLES[role]) for role in visit.roles),
            "help": HELP.get(name),
            "privacy_tabs": tabs_of(visit.roles, name) if name in PAGES else [],
            "archive_tabs": archive_tabs_of(visit.roles, name),
            "query": request.GET.get("q", ""),
            "has_keys": has_keys(request),
        }
    return render(request, template, {**context, **(more or {})}, status=status)


def _waiting(visit: Visit) -> int:
    """Count what waits; no number where that can't be read, which the home page says."""
    try:
        return COUNTS.of(visit)
    except WeerklankError:
        return 0


def _failing(visit: Visit) -> int:
    """Count the accounts of which the last harvest failed, as far as that can be read."""
    try:
        return COUNTS.failing(visit)
    except WeerklankError:
        return 0


#: What the number beside an entry counts.
_COUNTED = {
    "home": (_waiting, Text("{n} open", "{n} open")),
    "runs": (_failing, Text("{n} mislukt", "{n} failed")),
}


def _organisation() -> str:
    """Give whose archive this is; where that can't be read, the pages say so and go on."""
    try:
        return site.current().workplace().organisation.name
    except WeerklankError:
        return ""


#: Acts of which a template asks whether there is a button for them; hyphens are no names there.
_ASKED = (
    "search",
    "destruction-execute",
    "destruction-add",
    "transfer-make",
    "copies-refresh",
    "copies-mend",
    "import",
    "verify",
    "journal",
    "runs",
    "account-techniques",
    "post-techniques",
    "post-life",
    "harvest-ask",
    "harvest-stop",
    "pages-ask",
    "pages-ask-of",
    "harvest-interval",
    "policy-approve",
    "policy-propose",
    "policy-sealed",
    "privacy-policy",
    "vault-request",
    "named-add",
    "post",
    "kept-page",
    "proof",
    "verification",
    "account-add",
    "account-edit",
    "account-connect",
    "account-posts",
    "account-techniques",
    "account-runs",
    "account-history",
    "account-profile",
    "account-profile-check",
    "account-profile-text",
    "profile-pages",
    "account-report",
    "report-other",
    "account-review",
    "register-export",
    "register-import",
    "reviews",
    "review-term",
    "reports",
    "platforms",
    "platform-decide",
    "agreement-end",
    "handin",
    "handin-nothing",
    "handin-undo",
    "handin-file",
)


def _counted(visit: Visit, name: str) -> dict[str, object]:
    """Give the number beside an entry, and what it counts."""
    if name not in _COUNTED:
        return {"count": 0}
    count, counted = _COUNTED[name]
    number = count(visit)
    return {"count": number, "counted": counted.filled(n=number)}


def _rail(visit: Visit, name: str) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    for title, items in RAIL:
        shown = [
            {
                "address": reverse(first),
                "text": item.text,
                "icon": item.icon,
                "key": item.key,
                "is_current": name == item.page or name in item.within,
                "is_here": name == first,
                **_counted(visit, item.page),
            }
            for item in items
            if (first := item.leads_to(visit)) is not None
        ]
        if shown:
            groups.append({"title": title, "items": shown})
    return groups
