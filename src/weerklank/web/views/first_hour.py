"""*Het eerste uur*: six steps in place of the home page, until each is done or skipped (5.22)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from weerklank.model.account import AccountStatus
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.model.text import Text
from weerklank.services.guide.first_hour import (
    DONE_BY,
    FirstHour,
    HourStep,
    first_hour,
    is_secret,
    record_keys,
    record_report,
    skip_step,
)
from weerklank.services.register.organisation_code import give_code, organisation_of
from weerklank.web.act_form import Field, act_form
from weerklank.web.permissions import may
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import ROLES


@dataclass(frozen=True, slots=True)
class _Told:
    """What a step is called, why it is there, how many minutes it takes, and where it is done."""

    title: Text
    why: Text
    minutes: int
    verb: Text
    page: str


_TOLD: dict[HourStep, _Told] = {
    HourStep.ORGANISATION: _Told(
        Text("Uw organisatie", "Your organisation"),
        Text(
            "Met haar code in TOOI herkent een ander archief of register later van wie dit is.",
            "By its code in TOOI another archive or register later knows whose this is.",
        ),
        3,
        Text("Code opgeven", "Give the code"),
        "hour-organisation",
    ),
    HourStep.KEYS: _Told(
        Text("Sleutels veilig wegleggen", "Put the keys away safely"),
        Text(
            "Alleen de sleutel van de kluis opent verzegelde originelen. Hij is één keer getoond "
            "en staat nergens anders. Is hij weg, dan zijn zij voor altijd dicht.",
            "Only the key of the vault opens sealed originals. It was shown once and stands "
            "nowhere else. Once it is gone, they are shut for ever.",
        ),
        15,
        Text("Bladzijde maken", "Make the page"),
        "hour-keys",
    ),
    HourStep.ACCOUNT: _Told(
        Text("Eerste account", "First account"),
        Text(
            "Begin met het account dat burgers het meest gebruiken. Soort, proces en beheerders "
            "bepalen hoe het wordt bewaard.",
            "Begin with the account that citizens use most. Its kind, process and managers decide "
            "how it is kept.",
        ),
        8,
        Text("Account toevoegen", "Add account"),
        "account-add",
    ),
    HourStep.POLICY: _Told(
        Text("Beleid persoonsgegevens", "Policy on personal data"),
        Text(
            "Van burgers wordt niets leesbaar bewaard. U kiest of hun woorden ook verzegeld "
            "blijven, en hoe lang. Tot dan komt geen account met reacties binnen.",
            "Nothing of citizens is kept readable. You choose whether their words also stay "
            "sealed, and how long. Until then no account with replies comes in.",
        ),
        10,
        Text("Kiezen", "Choose"),
        "privacy-policy",
    ),
    HourStep.HARVEST: _Told(
        Text("Eerste oogst", "First harvest"),
        Text(
            "Koppel het account of lees een export in. Daarna ziet u wat er is, en wat er mist.",
            "Connect the account or take an export in. After it you see what is there, and what "
            "is missing.",
        ),
        15,
        Text("Naar het account", "Go to the account"),
        "account",
    ),
    HourStep.REPORT: _Told(
        Text("Eerste verslag", "First report"),
        Text(
            "Het verslag gegevensbescherming zegt wat u verwerkt en waarop dat steunt. Neem het "
            "op in uw register van verwerkingen.",
            "The data protection report says what you process and on which ground. Put it in your "
            "record of processing.",
        ),
        10,
        Text("Verslag lezen", "Read the report"),
        "hour-report",
    ),
}
_CODE = Field(
    name="code",
    label=Text("Code in TOOI", "Code in TOOI"),
    hint=Text(
        "Zoals https://identifier.overheid.nl/tooi/id/gemeente/gm0000. Alleen de vorm wordt "
        "nagekeken: kijk zelf of het die van u is.",
        "Such as https://identifier.overheid.nl/tooi/id/gemeente/gm0000. Only its form is "
        "checked: see for yourself that it is yours.",
    ),
)
_WORDS = Text(
    "In woorden: de plaats en de functie van wie haar bewaart. Nooit de sleutel zelf.",
    "In words: the place, and the function of who keeps it. Never the key itself.",
)
_PLACES = (
    Field(
        name="first",
        label=Text("Waar ligt envelop 1, en bij wie?", "Where is envelope 1, and with whom?"),
        hint=_WORDS,
    ),
    Field(
        name="second",
        label=Text("Waar ligt envelop 2, en bij wie?", "Where is envelope 2, and with whom?"),
        hint=_WORDS,
    ),
)
_HOME = Text("Het eerste uur", "The first hour")


def hour_page(
    request: HttpRequest, hour: FirstHour, tasks: Sequence[dict[str, object]]
) -> HttpResponse:
    """Show the steps to everyone, with a button for who may, and below what waits besides."""
    visit = the_visit(request)
    left = [step for step in HourStep if step not in hour.done | hour.skipped]
    steps = [_step(visit, hour, step, is_next=step is left[0]) for step in HourStep]
    return page(
        request,
        "hour/hour.html",
        {
            "title": _HOME,
            "steps": steps,
            "left": len(left),
            "minutes": sum(_TOLD[step].minutes for step in left),
            "tasks": tasks,
            "not_skipped": "niet-overgeslagen" in request.GET,
        },
    )


def _step(visit: Visit, hour: FirstHour, step: HourStep, *, is_next: bool) -> dict[str, object]:
    told, held = _TOLD[step], visit.workplace.register().persons.values()
    today = visit.workplace.today()
    given = {role for one in held for role in one.roles_on(today)}
    is_open = step not in hour.done | hour.skipped
    return {
        "step": step,
        "told": told,
        "is_done": step in hour.done,
        "is_skipped": step in hour.skipped,
        "is_next": is_next,
        "address": _address(visit, step) if step not in hour.done else "",
        "waits_for_account": step is HourStep.HARVEST and HourStep.ACCOUNT not in hour.done,
        "who": [ROLES[role] for role in DONE_BY[step]],
        "nobody": given.isdisjoint(DONE_BY[step]),
        "may_skip": is_open
        and may(visit.roles, "hour-skip")
        and not {*visit.roles}.isdisjoint({*DONE_BY[HourStep.ORGANISATION], *DONE_BY[step]}),
        "put_away": hour.put_away
        if step is HourStep.KEYS and may(visit.roles, "hour-keys")
        else None,
        "tooi": organisation_of(visit.workplace).tooi if step is HourStep.ORGANISATION else None,
    }


def _address(visit: Visit, step: HourStep) -> str:
    if {*visit.roles}.isdisjoint(DONE_BY[step]):
        return ""
    name = _TOLD[step].page
    if name != "account":
        return reverse(name)
    kept = [one for one in visit.accounts.values() if one.status is not AccountStatus.CLOSED]
    return reverse(name, args=[kept[0].id]) if kept else ""


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    """Give the code of the organisation, where the archive has none yet."""
    visit = the_visit(request)
    known = organisation_of(visit.workplace)
    form = act_form(request, (_CODE,), {"code": known.tooi or ""})
    if request.method == "POST" and not form.problems:
        try:
            give_code(visit.workplace, form.values["code"])
        except (WrongUse, Refused) as error:
            form.told(error, {}, "code")
        else:
            return redirect("home")
    title = _TOLD[HourStep.ORGANISATION].title
    return page(
        request,
        "act/act.html",
        {
            "title": title,
            "lead": _TOLD[HourStep.ORGANISATION].why,
            "facts": [(Text("Organisatie", "Organisation"), known.name)],
            "form": form,
            "verb": Text("Opgeven", "Give"),
            "back": reverse("home"),
        },
        crumbs=(Crumb(title),),
        status=422 if form.problems else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """Show the page to print for the two envelopes, and record where they were put."""
    visit = the_visit(request)
    form = act_form(request, _PLACES)
    if request.method == "POST" and not form.problems:
        try:
            record_keys(visit.workplace, form.values["first"], form.values["second"])
        except (WrongUse, Refused) as error:
            form.told(error, {})
        else:
            return redirect("home")
    form.values = {name: "" if is_secret(one) else one for name, one in form.values.items()}
    title = _TOLD[HourStep.KEYS].title
    return page(
        request,
        "hour/keys.html",
        {
            "title": title,
            "form": form,
            "named": visit.workplace.organisation,
            "recipient": _recipient(visit),
            "put_away": first_hour(visit.workplace).put_away,
        },
        crumbs=(Crumb(title),),
        status=422 if form.problems else 200,
    )


def _recipient(visit: Visit) -> str:
    """Give the public half of the key of the vault, by which an envelope is known; '' for none."""
    try:
        return visit.workplace.keys.sealing
    except WeerklankError:
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Lead to the first report, and record that it was read."""
    visit = the_visit(request)
    if request.method == "POST":
        record_report(visit.workplace)
        return redirect("home")
    told = _TOLD[HourStep.REPORT]
    return page(
        request,
        "hour/report.html",
        {"title": told.title, "told": told},
        crumbs=(Crumb(told.title),),
    )


@require_POST
def skip(request: HttpRequest) -> HttpResponse:
    """Skip a step: it is a task from now on."""
    step = next((one for one in HourStep if one == request.POST.get("stap")), None)
    if step is None:
        raise Http404
    try:
        skip_step(the_visit(request).workplace, step)
    except Refused:  # somebody did it meanwhile, or it is another's
        return redirect(f"{reverse('home')}?niet-overgeslagen=ja")
    return redirect("home")
