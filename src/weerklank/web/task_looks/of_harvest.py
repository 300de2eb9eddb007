"""How the tasks of harvests look."""

from weerklank.model.text import Text
from weerklank.services.waits.task import Ask
from weerklank.web.task_looks.ways import Ways

_RUN = "run"
LOOKS: dict[Ask, Ways] = {
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
        Text(
            "{count} {count:gat, met de reden|gaten, elk met de reden}.",
            "{count} {count:gap, with its reason|gaps, each with its reason}.",
        ),
        "circle-dashed",
        Text("Nakijken", "Look into it"),
        _RUN,
    ),
    Ask.DRIFT_REPORTED: Ways(
        Text("Gewijzigd platform gemeld: {account}", "Changed platform reported: {account}"),
        Text(
            "{count} {count:bevinding|bevindingen}. Kijk of een nieuwere versie van Weerklank dit "
            "leest.",
            "{count} {count:finding|findings}. See whether a newer version of Weerklank reads "
            "this.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        _RUN,
    ),
    Ask.DRIFT_WAITS: Ways(
        Text("Platform gewijzigd: {account}", "Platform changed: {account}"),
        Text(
            "{count} {count:bevinding. Meld haar|bevindingen. Meld ze} aan beheer, of leg vast "
            "dat "
            "het zo mag zijn.",
            "{count} {count:finding. Report it|findings. Report them} to the operator, or record "
            "that it may be so.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        _RUN,
    ),
    Ask.FIELDS_UNKNOWN: Ways(
        Text("Nieuwe onbekende velden: {account}", "New unknown fields: {account}"),
        Text(
            "{count} {count:veld. Zijn|velden. Hun} waarden zijn niet gelezen en niet open "
            "bewaard.",
            "{count} {count:field. Its|fields. Their} values were not read and are not kept open.",
        ),
        "lock",
        Text("Bekijken", "Look"),
        _RUN,
    ),
    Ask.NEVER_HARVESTED: Ways(
        Text("Nog niets geoogst: {account}", "Nothing harvested yet: {account}"),
        Text(
            "Vraag bij het platform een export aan en lees die in.",
            "Ask the platform for an export and take it in.",
        ),
        "file-import",
        Text("Bekijken", "Look"),
        "account",
    ),
}
