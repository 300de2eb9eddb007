"""A long work while it goes on: its steps, how far it is, and how it ended."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from weerklank.model.text import Text
from weerklank.model.virus import VIRUS_STATES
from weerklank.web.permissions import may
from weerklank.web.shell import Crumb, page
from weerklank.web.views.account import ACCOUNTS
from weerklank.web.views.register_file import register_outcome
from weerklank.web.visit import Visit, language_of, the_visit
from weerklank.web.work import WORKS, Work

_TITLES = {
    "import": Text("Export inlezen", "Taking in an export"),
    "verify": Text("Archief controleren", "Checking the archive"),
    "viruses": Text("Op virussen controleren", "Checking for viruses"),
    "choices": Text("Export lezen", "Reading the export"),
    "handin": Text("Berichten aanleveren", "Handing in posts"),
    "register": Text("Accounts inlezen", "Taking in accounts"),
    "transfer": Text("SIP maken", "Making a SIP"),
    "measure": Text("Volledigheid meten", "Measuring completeness"),
    "remap": Text("Opnieuw lezen met nieuwe kaart", "Reading again by a new mapping"),
    "replicate": Text("Kopieën bijwerken", "Bringing copies up to date"),
    "repair": Text("Herstellen uit kopieën", "Mending from copies"),
    "dossier": Text("Stukken klaarzetten", "Making the set"),
    "destroy": Text("Vernietigingslijst uitvoeren", "Executing a destruction list"),
}
#: How a work is named: as a run.
_A_WORK = re.compile(r"\d{8}T\d{6}Z-[a-z0-9]+", re.ASCII)
_GONE = Text("Dit werk is er niet meer", "This work is gone")
_FORGOTTEN = Text(
    "De server is sindsdien opnieuw gestart, of het is lang geleden. Wat het werk had afgesloten, "
    "is bewaard; wat half was, niet.",
    "The server was started anew since, or it is long ago. What the work had closed is kept; what "
    "was half is not.",
)
_ANEW = Text(
    "Ga naar de pagina waar u het begon. Staat er niet wat u zocht, begin het dan opnieuw.",
    "Go to the page on which you began it. If what you look for is not there, begin it again.",
)
#: Page whose permission a work needs, and which is the current one meanwhile.
PAGE_OF = {
    "import": "import",
    "verify": "verify",
    "viruses": "formats-scan",
    "choices": "handin-file",
    "handin": "handin-file",
    "register": "register-import",
    "destroy": "destruction-execute",
    "dossier": "dossier-give",
    "transfer": "transfer-make",
    "measure": "measure",
    "remap": "remap",
    "replicate": "copies-refresh",
    "repair": "copies-mend",
}
_PARENTS = {
    "import": Crumb(Text("Oogsten", "Harvests"), "/oogsten/"),
    "verify": Crumb(Text("Echtheid en controle", "Authenticity"), "/controle/"),
    "viruses": Crumb(Text("Bestandsformaten", "File formats"), "/overbrengen/formaten/"),
    "choices": ACCOUNTS,
    "handin": ACCOUNTS,
    "register": ACCOUNTS,
    "measure": Crumb(Text("Volledigheid", "Completeness"), "/volledigheid/"),
    "remap": Crumb(Text("Oogsten", "Harvests"), "/oogsten/"),
    "replicate": Crumb(Text("Kopieën", "Copies"), "/controle/kopieen/"),
    "repair": Crumb(Text("Kopieën", "Copies"), "/controle/kopieen/"),
    "transfer": Crumb(Text("Overbrengen", "Transfer"), "/overbrengen/"),
    "dossier": Crumb(Text("Woo-verzoeken", "Woo requests"), "/woo/"),
    "destroy": Crumb(Text("Vernietigen", "Destruction"), "/vernietigen/"),
}


def work(request: HttpRequest, name: str) -> HttpResponse:
    """Show a work; a script asks for the changing part alone."""
    visit = the_visit(request)
    if WORKS.find(name) is None and _A_WORK.fullmatch(name):
        return _forgotten(request)
    found = _of(visit, name)
    if found.kind == "choices" and found.result.get("ok"):  # it was done to go on with
        return _onward(request, found)
    context = {"work": found, "title": _TITLES[found.kind], **_outcome(visit, found)}
    if request.headers.get("HX-Request"):
        shell = {"language": language_of(request), "now": visit.workplace.clock.now()}
        part = render(request, "work_state.html", {**context, **shell, "visit": visit})
        part["Vary"] = "HX-Request"
        return part
    return page(
        request,
        "work.html",
        context,
        crumbs=(_PARENTS[found.kind], Crumb(_TITLES[found.kind])),
    )


def _forgotten(request: HttpRequest) -> HttpResponse:
    """Say that the server knows nothing of a work any more, which a page may still wait for."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=404, headers={"HX-Refresh": "true", "Vary": "HX-Request"})
    told = {"title": _GONE, "what": _FORGOTTEN, "next": _ANEW}
    return page(request, "error/error.html", told, status=404)


def _onward(request: HttpRequest, found: Work) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": found.onward, "Vary": "HX-Request"})
    return redirect(found.onward)


@require_POST
def stop(request: HttpRequest, name: str) -> HttpResponse:
    """Stop a work; what it closed stays."""
    found = _of(the_visit(request), name)
    WORKS.stop(found)
    return redirect("work", found.id)


def _of(visit: Visit, name: str) -> Work:
    found = WORKS.find(name)
    if found is None or not may(visit.roles, PAGE_OF[found.kind]):
        raise Http404
    if found.kind == "choices" and found.by != visit.name:  # what was listed is theirs to pick
        raise Http404
    return found


def _outcome(visit: Visit, found: Work) -> dict[str, object]:
    """Give what the end of a work says, in both languages."""
    result = found.result
    run = result.get("run")
    told = Text(str(result.get("nl", "")), str(result.get("en", "")))
    return {
        "elapsed": int((visit.workplace.clock.now() - found.started).total_seconds()),
        "error": told if result.get("error") and told.nl else None,
        "next": Text(**result["next"]) if result.get("next") else None,
        "run_address": reverse("run", args=[run]) if run and may(visit.roles, "run") else "",
        "register": register_outcome(result),
        "virus_states": [
            (text, result["states"][state.value])
            for state, text in VIRUS_STATES.items()
            if result.get("states", {}).get(state.value)
        ],
        "findings": [
            {"code": one["code"], "path": one["path"], "text": Text(one["nl"], one["en"])}
            for one in result.get("findings", [])
        ],
        "not_checked": [Text(one["nl"], one["en"]) for one in result.get("not_checked", [])],
    }
