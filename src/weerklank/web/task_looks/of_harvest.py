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
