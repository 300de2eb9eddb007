"""*Wat wacht er op mij*: what to do, by urgency, and whether the archive is well."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from weerklank.model.account import AccountStatus
from weerklank.model.clock import civil_day
from weerklank.model.mark import RECURRENCE
from weerklank.model.platform import TITLES
from weerklank.model.register_words import REPORTED
from weerklank.model.text import Text
from weerklank.services.oversee.what_waits import ASKED, Ask, State, Task, what_waits
from weerklank.web.account_facts import Row, name_of, rows_of, with_open
from weerklank.web.permissions import may, sight_of
from weerklank.web.shell import Crumb, page
from weerklank.web.tasks_by_kind import More, first_of_each, kind_of
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import WEEKDAYS, number

#: Tasks that may be red; more red is no red.
_MOST_RED = 3
#: Accounts that the home page lists; of more, those that something is wrong with.
_MOST_ACCOUNTS = 12
#: Tasks of one kind on a page.
_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Ways:
    """How a task looks: its words, its icon, and the page where it is done."""

    title: Text
    why: Text
    icon: str
    verb: Text
    page: str
    is_red: bool = False
    #: Why, where what is counted is one.
    why_one: Text | None = None


_ACCOUNT, _RUN, _CHECK, _HAND_IN = "account", "run", "verification", "handin"
_POST, _PLATFORM, _PROFILE = "post", "platform", "account-profile"
_VAULT = "vault-one"
_LIST = "destruction-one"
_TRANSFER = "transfer-one"
_REQUEST = "person-request"
_POLICY = "policy-proposal"
_SCAN = "scan-one"
_HOTSPOT = "hotspot"
_DOSSIER = "dossier"
#: Pages whose address is the subject of the task.
_OF_SUBJECT = frozenset(
    {
        _RUN,
        _POST,
        _PLATFORM,
        _VAULT,
        _LIST,
        _TRANSFER,
        _REQUEST,
        _POLICY,
        _SCAN,
        _HOTSPOT,
        _DOSSIER,
    }
)
LOOKS: dict[Ask, Ways] = {
    Ask.DAMAGE: Ways(
        Text("De controle vond schade", "The check found damage"),
        Text(
            "{count} bevindingen. Verander niets en vergelijk met een kopie.",
            "{count} findings. Change nothing and compare with a copy.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        _CHECK,
        is_red=True,
        why_one=Text(
            "1 bevinding. Verander niets en vergelijk met een kopie.",
            "1 finding. Change nothing and compare with a copy.",
        ),
    ),
    Ask.FORMAL_WAITS: Ways(
        Text("Lijkt formeel: {count}", "Looks formal: {count}"),
        Text(
            "Reacties die op een bezwaar, klacht, aanvraag, ingebrekestelling, Woo-verzoek of "
            "iets dergelijks lijken. Wijs de schrijver de weg; soms loopt er een termijn.",
            "Replies that look like an objection, complaint, application, notice of default, Woo "
            "request or the like. Show the writer the way; a term may run.",
        ),
        "message",
        Text("Bekijken", "Look"),
        "formal",
        is_red=True,
    ),
    Ask.HANDIN_MISSED: Ways(
        Text(
            "Twee termijnen niets aangeleverd: {account}",
            "Nothing handed in for two terms: {account}",
        ),
        Text(
            "De maker moet berichten met overheidsinformatie aanleveren, of melden dat er niets "
            "is.",
            "The maker must hand in posts with government information, or say that there is "
            "nothing.",
        ),
        "inbox",
        Text("Bekijken", "Look"),
        _HAND_IN,
        is_red=True,
    ),
    Ask.HANDIN_OVERDUE: Ways(
        Text("Aanleveren had gemoeten: {account}", "Hand-in is overdue: {account}"),
        Text(
            "Lever de berichten met overheidsinformatie aan, of meld dat er niets is.",
            "Hand in the posts with government information, or say that there is nothing.",
        ),
        "inbox",
        Text("Aanleveren", "Hand in"),
        _HAND_IN,
        is_red=True,
    ),
    Ask.VAULT_WAITS: Ways(
        Text("Kluisaanvraag {subject} wacht op u", "Vault request {subject} waits for you"),
        Text(
            "Iemand wil één verzegeld origineel openen. Keur goed of wijs af; zonder besluit "
            "vervalt de aanvraag.",
            "Somebody wants to open one sealed original. Approve or refuse; without a decision "
            "the request lapses.",
        ),
        "lock",
        Text("Besluiten", "Decide"),
        _VAULT,
    ),
    Ask.VAULT_OPENS: Ways(
        Text("Goedgekeurd: kluisaanvraag {subject}", "Approved: vault request {subject}"),
        Text(
            "Open het verzegelde origineel voor deze dag, één keer en een kwartier lang. Houd de "
            "sleutel van de kluis bij de hand.",
            "Open the sealed original before this day, once and for a quarter of an hour. Have "
            "the key of the vault at hand.",
        ),
        "lock",
        Text("Openen", "Open"),
        _VAULT,
    ),
    Ask.LIST_WAITS: Ways(
        Text(
            "Vernietigingslijst {subject} wacht op u", "Destruction list {subject} waits for you"
        ),
        Text(
            "{count} stukken. Kijk wat de volgende stap is; wat is uitgevoerd, komt niet terug.",
            "{count} records. See what the next step is; what was executed does not come back.",
        ),
        "clipboard-check",
        Text("Bekijken", "Look"),
        _LIST,
        is_red=True,
        why_one=Text(
            "1 stuk. Kijk wat de volgende stap is; wat is uitgevoerd, komt niet terug.",
            "1 record. See what the next step is; what was executed does not come back.",
        ),
    ),
    Ask.TRANSFER_UNDECIDED: Ways(
        Text(
            "Besluit over originelen bij overbrengen: {count}",
            "Decide on originals of transfers: {count}",
        ),
        Text(
            "Een ander besloot al. Pas als archivaris en privacy officer hetzelfde kiezen, kan de "
            "SIP worden gemaakt.",
            "Someone decided already. The SIP can be made only once archivist and privacy officer "
            "choose the same.",
        ),
        "package",
        Text("Besluiten", "Decide"),
        "transfer",
    ),
    Ask.TRANSFER_WAITS: Ways(
        Text(
            "Overbrenging {subject} wacht op een bevestiging",
            "Transfer {subject} waits for a receipt",
        ),
        Text(
            "{count} objecten. Lees de bevestiging van het depot in zodra die er is.",
            "{count} objects. Read the receipt of the depot as soon as it is there.",
        ),
        "package",
        Text("Bekijken", "Look"),
        _TRANSFER,
    ),
    Ask.MARK_WAITS: Ways(
        Text(
            "Geen overheidsinformatie? Besluit over {subject}",
            "Not government information? Decide on {subject}",
        ),
        Text(
            "Gemarkeerd bij {account}. U kiest: houden, beperken of verwijderen.",
            "Marked at {account}. You choose: keep, restrict or remove.",
        ),
        "alert-triangle",
        Text("Besluiten", "Decide"),
        _POST,
    ),
    Ask.HANDIN_WAITS: Ways(
        Text(
            "Aanlevering {subject} wacht op bevestiging",
            "Hand-in {subject} waits for confirmation",
        ),
        Text("Voorgesteld voor {account}.", "Proposed for {account}."),
        "clipboard-check",
        Text("Bekijken", "Look"),
        _HAND_IN,
    ),
    Ask.POLICY_MISSING: Ways(
        Text("Kies wat er met originelen gebeurt", "Choose what happens to originals"),
        Text(
            "Zonder deze keuze kan geen account met reacties worden opgenomen.",
            "Without this choice no account with replies can be taken in.",
        ),
        "lock",
        Text("Kiezen", "Choose"),
        "privacy-policy",
        is_red=True,
    ),
    Ask.POLICY_WAITS: Ways(
        Text(
            "Voorstel voor het privacybeleid: {subject}",
            "Proposal for the privacy policy: {subject}",
        ),
        Text(
            "Kijk wat het had veranderd, en stel het vast. Tot dan geldt het niet.",
            "See what it would have changed, and approve it. Until then it does not go.",
        ),
        "lock",
        Text("Besluiten", "Decide"),
        _POLICY,
    ),
    Ask.RUN_BROKEN_OFF: Ways(
        Text("Een run is afgebroken: {account}", "A run was broken off: {account}"),
        Text(
            "Wat was afgesloten, is bewaard. Bij de run staat wat er gebeurde en wat u doet.",
            "What was closed is kept. The run tells what happened and what you do.",
        ),
        "cloud-download",
        Text("Bekijken", "Look"),
        _RUN,
    ),
    Ask.GAPS: Ways(
        Text(
            "De laatste oogst was niet compleet: {account}",
            "The last harvest was not complete: {account}",
        ),
        Text("{count} gaten, elk met de reden.", "{count} gaps, each with its reason."),
        "circle-dashed",
        Text("Nakijken", "Look into it"),
        _RUN,
        why_one=Text("1 gat, met de reden.", "1 gap, with its reason."),
    ),
    Ask.DRIFT_REPORTED: Ways(
        Text("Gewijzigd platform gemeld: {account}", "Changed platform reported: {account}"),
        Text(
            "{count} bevindingen. Kijk of een nieuwere versie van Weerklank dit leest.",
            "{count} findings. See whether a newer version of Weerklank reads this.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        _RUN,
        why_one=Text(
            "1 bevinding. Kijk of een nieuwere versie van Weerklank dit leest.",
            "1 finding. See whether a newer version of Weerklank reads this.",
        ),
    ),
    Ask.DRIFT_WAITS: Ways(
        Text("Platform gewijzigd: {account}", "Platform changed: {account}"),
        Text(
            "{count} bevindingen. Meld ze aan beheer, of leg vast dat het zo mag zijn.",
            "{count} findings. Report them to the operator, or record that it may be so.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        _RUN,
        why_one=Text(
            "1 bevinding. Meld haar aan beheer, of leg vast dat het zo mag zijn.",
            "1 finding. Report it to the operator, or record that it may be so.",
        ),
    ),
    Ask.FIELDS_UNKNOWN: Ways(
        Text("Nieuwe onbekende velden: {account}", "New unknown fields: {account}"),
        Text(
            "{count} velden. Hun waarden zijn niet gelezen en niet open bewaard.",
            "{count} fields. Their values were not read and are not kept open.",
        ),
        "lock",
        Text("Bekijken", "Look"),
        _RUN,
        why_one=Text(
            "1 veld. Zijn waarden zijn niet gelezen en niet open bewaard.",
            "1 field. Its values were not read and are not kept open.",
        ),
    ),
    Ask.HOTSPOT_WAITS: Ways(
        Text("Hotspot {subject} is voorgesteld", "Hotspot {subject} was proposed"),
        Text(
            "Hij houdt niets vast tot een orgaan hem vaststelt. Bekijk eerst het gevolg.",
            "It keeps nothing until a body adopts it. See the effect first.",
        ),
        "clock",
        Text("Gevolg bekijken", "See the effect"),
        _HOTSPOT,
    ),
    Ask.PLAN_OVERDUE: Ways(
        Text("Maatregel {subject} is over tijd", "Measure {subject} is overdue"),
        Text(
            "Doe wat er nog moet en meet opnieuw, of wijzig de dag met een reden.",
            "Do what is still to be done and measure again, or change the day with a reason.",
        ),
        "clock",
        Text("Bekijken", "Look"),
        "plan",
    ),
    Ask.BELOW_MINIMUM: Ways(
        Text("Onder het minimum, zonder maatregel", "Below the minimum, without a measure"),
        Text(
            "Bij {count} controles haalt het archief het minimum niet. Zet maatregelen in het "
            "verbeterplan.",
            "At {count} checks the archive does not reach the minimum. Put measures in the "
            "improvement plan.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        "completeness",
        why_one=Text(
            "Bij 1 controle haalt het archief het minimum niet. Zet een maatregel in het "
            "verbeterplan.",
            "At 1 check the archive does not reach the minimum. Put a measure in the improvement "
            "plan.",
        ),
    ),
    Ask.SELECTION_OPEN: Ways(
        Text("Waardering nog te bepalen", "Appraisal still to be determined"),
        Text(
            "{count} punten. Tot zij zijn besloten is die inhoud N: zij wordt niet vernietigd en "
            "niet overgebracht.",
            "{count} points. Until they are decided that content is N: it is neither destroyed "
            "nor transferred.",
        ),
        "clock",
        Text("Bekijken", "Look"),
        "selection",
        why_one=Text(
            "1 punt. Tot het is besloten is die inhoud N: zij wordt niet vernietigd en niet "
            "overgebracht.",
            "1 point. Until it is decided that content is N: it is neither destroyed nor "
            "transferred.",
        ),
    ),
    Ask.DOSSIER_WAITS: Ways(
        Text("Woo-verzoek {subject}", "Woo request {subject}"),
        Text(
            "Verzamelen en lakken; wie er niet aan werkte, leest het en stelt het vast.",
            "Gather and redact; who did not work on it reads and freezes it.",
        ),
        "clipboard-check",
        Text("Openen", "Open"),
        _DOSSIER,
    ),
    Ask.REQUEST_WAITS: Ways(
        Text("Verzoek van een persoon: {subject}", "Request of a person: {subject}"),
        Text(
            "Antwoord binnen de termijn, met een besluit en een brief.",
            "Answer within the term, with a decision and a letter.",
        ),
        "user",
        Text("Besluiten", "Decide"),
        _REQUEST,
    ),
    Ask.SCAN_FOUND: Ways(
        Text("De lekscan vond iemand", "The leak scan found somebody"),
        Text(
            "{count} bevindingen. Zoek de plaats op en ga na of het een datalek is.",
            "{count} findings. Look the place up and see whether it is a data breach.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        _SCAN,
        is_red=True,
        why_one=Text(
            "1 bevinding. Zoek de plaats op en ga na of het een datalek is.",
            "1 finding. Look the place up and see whether it is a data breach.",
        ),
    ),
    Ask.SPECIAL_WAITS: Ways(
        Text("Misschien bijzondere gegevens: {count}", "Perhaps special data: {count}"),
        Text(
            "Reacties over gezondheid, geloof, een kind of iets dergelijks. Weinigen zien ze, tot "
            "u besluit.",
            "Replies on health, religion, a child or the like. Few see them until you decide.",
        ),
        "lock",
        Text("Besluiten", "Decide"),
        "special",
    ),
    Ask.WORDS_WAIT: Ways(
        Text("Woorden in twijfel: {count}", "Words in doubt: {count}"),
        Text(
            "Een herkenner twijfelt of zij een naam zijn. Zij zijn vervangen, tot u zegt dat het "
            "niemand is.",
            "A detector doubts whether they are a name. They are replaced, until you say that it "
            "is nobody.",
        ),
        "user",
        Text("Besluiten", "Decide"),
        "words",
    ),
    Ask.NEVER_HARVESTED: Ways(
        Text("Nog niets geoogst: {account}", "Nothing harvested yet: {account}"),
        Text(
            "Vraag bij het platform een export aan en lees die in.",
            "Ask the platform for an export and take it in.",
        ),
        "file-import",
        Text("Bekijken", "Look"),
        _ACCOUNT,
    ),
    Ask.MAIL_WAITS: Ways(
        Text(
            "E-mail over het accountoverzicht gaat niet weg",
            "Mail about the register does not go out",
        ),
        Text(
            "{count} wijzigingen zijn nog niet gemaild. Er gaat niets verloren: ze gaan mee met "
            "de volgende. De technisch beheerder kijkt naar de mailserver en naar de adressen.",
            "{count} changes were not mailed yet. Nothing is lost: they go with the next. The "
            "operator looks at the mail server and the addresses.",
        ),
        "alert-triangle",
        Text("", ""),
        "",
        why_one=Text(
            "1 wijziging is nog niet gemaild. Er gaat niets verloren: zij gaat mee met de "
            "volgende. De technisch beheerder kijkt naar de mailserver en naar de adressen.",
            "1 change was not mailed yet. Nothing is lost: it goes with the next. The operator "
            "looks at the mail server and the addresses.",
        ),
    ),
    Ask.PLATFORM_NOT_ALLOWED: Ways(
        Text(
            "In gebruik op een niet toegestaan platform: {subject}",
            "In use on a platform that is not allowed: {subject}",
        ),
        Text(
            "{count} accounts. Zij worden toch geregistreerd en gearchiveerd. Sluit ze, of leg "
            "een ander besluit vast.",
            "{count} accounts. They are registered and archived all the same. Close them, or "
            "record another decision.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        _PLATFORM,
        why_one=Text(
            "1 account. Het wordt toch geregistreerd en gearchiveerd. Sluit het, of leg een ander "
            "besluit vast.",
            "1 account. It is registered and archived all the same. Close it, or record another "
            "decision.",
        ),
    ),
    Ask.REPORTED: Ways(
        Text("Wijziging gemeld: {account}", "Change reported: {account}"),
        Text(
            "Gemeld: {subject}. Pas het register aan en vink de melding af.",
            "Reported: {subject}. Edit the register and tick the report off.",
        ),
        "message",
        Text("Wijzigen", "Edit"),
        "account-edit",
    ),
    Ask.ACCESS_ASKED: Ways(
        Text("{subject} vraagt toegang", "{subject} asks for access"),
        Text(
            "Geef een rol die dit mag, of zeg waarom niet.",
            "Give a role that may, or say why not.",
        ),
        "user",
        Text("Beantwoorden", "Answer"),
        "access-requests",
    ),
    Ask.MARKS_RECUR: Ways(
        Text(
            "Vaker geen overheidsinformatie: {account}",
            "Repeatedly not government information: {account}",
        ),
        Text(
            "{count} berichten in {months} maanden. Bespreek het met wie het account beheert.",
            "{count} posts in {months} months. Talk it over with who manages the account.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        _ACCOUNT,
    ),
    Ask.PROFILE_MISSES: Ways(
        Text("Profiel mist iets: {account}", "Profile misses something: {account}"),
        Text(
            "{count} punten van het sjabloon zijn niet gevonden. Pas het profiel aan op het "
            "platform.",
            "{count} points of the template were not found. Change the profile on the platform.",
        ),
        "clipboard-check",
        Text("Bekijken", "Look"),
        _PROFILE,
        why_one=Text(
            "1 punt van het sjabloon is niet gevonden. Pas het profiel aan op het platform.",
            "1 point of the template was not found. Change the profile on the platform.",
        ),
    ),
    Ask.HANDIN_DUE: Ways(
        Text("Berichten aanleveren: {account}", "Hand in posts: {account}"),
        Text(
            "Alleen berichten met overheidsinformatie. Is er niets, meld dat dan.",
            "Only posts with government information. Where there is nothing, say so.",
        ),
        "inbox",
        Text("Aanleveren", "Hand in"),
        _HAND_IN,
    ),
    Ask.REVIEW_DUE: Ways(
        Text("Accounts nalopen: {count}", "Accounts to review: {count}"),
        Text(
            "Kijk per account of nog klopt wat het register zegt.",
            "See for each account whether what the register says is still right.",
        ),
        "clipboard-check",
        Text("Nalopen", "Review"),
        "reviews",
    ),
    Ask.NEVER_CHECKED: Ways(
        Text("Controleer het archief voor het eerst", "Check the archive for the first time"),
        Text(
            "Daarna weet u dat alles is zoals het werd opgenomen.",
            "After that you know that all is as it was taken in.",
        ),
        "shield-check",
        Text("Controleren", "Check"),
        _CHECK,
    ),
    Ask.CHECK_OLD: Ways(
        Text("De laatste controle is ouder dan een maand", "The last check is over a month old"),
        Text("Controleer het archief opnieuw.", "Check the archive again."),
        "shield-check",
        Text("Controleren", "Check"),
        _CHECK,
    ),
}


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for whoever looks."""
    visit = the_visit(request)
    state = what_waits(visit.workplace, visit.accounts, sight_of(visit.roles))
    ask = next((one for one in Ask if one == request.GET.get("wat")), None)
    if ask is not None:
        return _of_kind(request, visit, state, ask)
    now = visit.workplace.clock.now()
    today = civil_day(now)
    in_use = [one for one in visit.accounts.values() if one.status is not AccountStatus.CLOSED]
    rows = rows_of(in_use, visit.workplace.organisation.name, state.runs, today)
    return page(
        request,
        "home.html",
        {
            "tasks": _tasks(visit, first_of_each(state.tasks), today),
            "count": len(state.tasks),
            "is_asked": any(not asked.isdisjoint(visit.roles) for asked in ASKED.values()),
            "weekday": WEEKDAYS[today.weekday()],
            "today": today,
            "is_new": not visit.accounts,
            "rows": with_open(visit.workplace, _foremost(rows), state.runs),
            "all": len(rows),
            "state": state,
            "whole": sum(
                1 for row in rows if row.last and row.last.complete and not row.last.is_ahead
            ),
        },
    )


def _of_kind(request: HttpRequest, visit: Visit, state: State, ask: Ask) -> HttpResponse:
    """List every task of one kind, a page at a time."""
    tasks = [task for task in state.tasks if task.ask is ask]
    pages: Page[Task] = Paginator(tasks, _A_PAGE).get_page(request.GET.get("blad"))
    kind = kind_of(ask)
    return page(
        request,
        "tasks.html",
        {
            "title": kind,
            "tasks": _tasks(visit, pages.object_list, visit.workplace.today()),
            "count": len(tasks),
            "pages": pages,
            "query_before": f"wat={ask}",
        },
        crumbs=(Crumb(_HOME, reverse("home")), Crumb(kind)),
    )


_HOME = Text("Wat wacht er op mij", "What waits for me")


_LEFT_OUT = Text("nog {n}", "{n} more")


def _foremost(rows: list[Row]) -> list[Row]:
    """Give the accounts to show: all of a few, else first those whose harvest is not whole."""
    if len(rows) > _MOST_ACCOUNTS:
        rows = sorted(rows, key=_rank)
    return rows[:_MOST_ACCOUNTS]


def _rank(row: Row) -> int:
    """Put a harvest with gaps first, then what was never harvested, then what is whole."""
    if row.last is None:
        return 1
    return 2 if row.last.complete else 0


def _tasks(visit: Visit, tasks: Iterable[Task | More], today: date) -> list[dict[str, object]]:
    shown: list[dict[str, object]] = []
    reds = 0
    for task in tasks:
        if isinstance(task, More):
            address = f"{reverse('home')}?wat={task.ask}"
            left = _LEFT_OUT.filled(n=number(task.more, visit.language))
            shown.append({"left": left, "title": task.title, "address": address})
            continue
        look = LOOKS[task.ask]
        is_red = look.is_red and reds < _MOST_RED
        reds += is_red
        values = {
            "account": _name(visit, task),
            "subject": _SUBJECTS.get(task.subject, task.subject),
            "count": task.count,
            "months": RECURRENCE.months,
        }
        shown.append(
            {
                "title": look.title.filled(**values),
                "why": ((task.count == 1 and look.why_one) or look.why).filled(**values),
                "icon": look.icon,
                "verb": look.verb,
                "address": _address(visit, look, task),
                "is_red": is_red,
                "when": _when(task, today),
                "day": task.day,
            }
        )
    return shown


_SUBJECTS: dict[str, Text | str] = {**REPORTED, **TITLES}


def _name(visit: Visit, task: Task) -> str:
    account = visit.accounts.get(task.account) if task.account else None
    if account is None:
        return ""
    name = name_of(account, visit.workplace.organisation.name)
    platform = TITLES.get(account.platform, account.platform)
    if LOOKS[task.ask].page == _HAND_IN:  # one person may be the maker of several
        return f"{name}, {platform} (@{account.handle})"
    return f"{name}, {platform}"


def _address(visit: Visit, look: Ways, task: Task) -> str:
    if task.ask is Ask.REPORTED and task.account is None:
        return reverse("reports")  # an account that is not in the register yet
    if not look.page or not may(visit.roles, look.page):
        return ""
    if look.page in {_ACCOUNT, _HAND_IN, _PROFILE, "account-edit"}:
        return reverse(look.page, args=[task.account])
    if look.page in _OF_SUBJECT:
        return reverse(look.page, args=[task.subject])
    return reverse(look.page)


_LEFT = Text("nog {days} dagen", "{days} days left")
_TOMORROW = Text("nog 1 dag", "1 day left")
_DUE_TODAY = Text("vandaag", "today")
_SINCE = Text("sinds {days} dagen", "{days} days ago")
_YESTERDAY = Text("sinds gisteren", "since yesterday")
_NO_TERM = Text("geen termijn", "no term")
_MONTHS_LEFT = Text("nog {months} maanden", "{months} months left")
#: Days ahead that are said in days; what is later is said by its date.
_NEAR = 45
_A_MONTH = 30.4


def _when(task: Task, today: date) -> Text:
    """Say a day as people count: days left, or how long it has been so."""
    if task.day is None:
        return _NO_TERM
    days = (task.day - today).days
    if days > _NEAR:
        return _MONTHS_LEFT.filled(months=max(round(days / _A_MONTH), 2))
    if days > 1:
        return _LEFT.filled(days=days)
    if days == 1:
        return _TOMORROW
    if days == 0:
        return _DUE_TODAY
    return _YESTERDAY if days == -1 else _SINCE.filled(days=-days)
