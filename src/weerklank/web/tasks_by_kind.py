"""Tasks of one kind together: the first of each on the home page, all of one on a list of its own.

An archive of thousands of accounts has thousands of tasks of one kind; who begins needs the first
of each, and how many more there are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from weerklank.model.text import Text
from weerklank.services.waits.task import Ask, Task

#: Of a kind with more than these, `_FIRST` are shown: never a list that hides but one or two.
_MOST = 7
_FIRST = 5
#: What several tasks of a kind are called.
KINDS: dict[Ask, Text] = {
    Ask.HANDIN_MISSED: Text("Twee termijnen niets aangeleverd", "Nothing handed in for two terms"),
    Ask.HANDIN_OVERDUE: Text("Aanleveren had gemoeten", "Hand-in is overdue"),
    Ask.VAULT_WAITS: Text("Kluisaanvragen", "Vault requests"),
    Ask.VAULT_OPENS: Text("Kluis te openen", "Vault to be opened"),
    Ask.LIST_WAITS: Text("Vernietigingslijsten", "Destruction lists"),
    Ask.TRANSFER_WAITS: Text(
        "Overbrengingen wachten op een bevestiging", "Transfers wait for a receipt"
    ),
    Ask.HOTSPOT_WAITS: Text("Hotspots zonder besluit", "Hotspots without a decision"),
    Ask.HANDIN_WAITS: Text(
        "Aanleveringen wachten op bevestiging", "Hand-ins wait for confirmation"
    ),
    Ask.MARK_WAITS: Text(
        "Besluiten over wat geen overheidsinformatie lijkt",
        "Decisions on what seems no government information",
    ),
    Ask.DOSSIER_DISAGREED: Text(
        "Woo-verzoeken: tweede lezer niet akkoord", "Woo requests: second reader does not agree"
    ),
    Ask.DOSSIER_ANSWERED: Text(
        "Woo-verzoeken: antwoord op wat niet akkoord was",
        "Woo requests: answers to what was not agreed",
    ),
    Ask.DOSSIER_WAITS: Text("Woo-verzoeken", "Woo requests"),
    Ask.REQUEST_WAITS: Text("Verzoeken van personen", "Requests of persons"),
    Ask.POLICY_WAITS: Text(
        "Voorstellen voor het privacybeleid", "Proposals for the privacy policy"
    ),
    Ask.RUN_BROKEN_OFF: Text("Een run is afgebroken", "A run was broken off"),
    Ask.GAPS: Text("De laatste oogst was niet compleet", "The last harvest was not complete"),
    Ask.PLAN_OVERDUE: Text("Maatregelen over tijd", "Overdue measures"),
    Ask.PLAN_UNOWNED: Text("Maatregelen waar niemand voor zorgt", "Measures that nobody sees to"),
    Ask.DRIFT_REPORTED: Text("Gewijzigde platforms gemeld", "Changed platforms reported"),
    Ask.DRIFT_WAITS: Text("Gewijzigde platforms", "Changed platforms"),
    Ask.FIELDS_UNKNOWN: Text("Nieuwe onbekende velden", "New unknown fields"),
    Ask.NEVER_HARVESTED: Text("Nog niets geoogst", "Nothing harvested yet"),
    Ask.PLATFORM_NOT_ALLOWED: Text(
        "In gebruik op niet toegestane platforms", "In use on platforms that are not allowed"
    ),
    Ask.REPORTED: Text("Wijzigingen gemeld", "Changes reported"),
    Ask.ACCESS_ASKED: Text("Toegang gevraagd", "Access asked for"),
    Ask.MARKS_RECUR: Text(
        "Vaker geen overheidsinformatie", "Repeatedly not government information"
    ),
    Ask.PROFILE_MISSES: Text("Profielen missen iets", "Profiles miss something"),
    Ask.HANDIN_DUE: Text("Berichten aanleveren", "Hand in posts"),
}
_OTHERS = Text("Andere van deze soort", "Others of this kind")


@dataclass(frozen=True, slots=True)
class More:
    """Tasks of a kind that are not shown one by one."""

    ask: Ask
    title: Text
    #: How many there are besides those that are shown.
    more: int


def kind_of(ask: Ask) -> Text:
    """Give what several tasks of a kind are called."""
    return KINDS.get(ask, _OTHERS)


def first_of_each(tasks: Iterable[Task]) -> Iterator[Task | More]:
    """Give the first tasks of each kind, in their order, and after them how many more."""
    tasks = list(tasks)
    all_of = Counter(task.ask for task in tasks)
    shown: Counter[Ask] = Counter()
    for task in tasks:
        many = all_of[task.ask]
        if many <= _MOST or shown[task.ask] < _FIRST:
            shown[task.ask] += 1
            yield task
        elif shown[task.ask] == _FIRST:
            shown[task.ask] += 1
            yield More(task.ask, kind_of(task.ask), many - _FIRST)
