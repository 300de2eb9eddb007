"""How the tasks of keeping and destroying look."""

from weerklank.model.text import Text
from weerklank.services.waits.task import Ask
from weerklank.web.task_looks.ways import Ways

LOOKS: dict[Ask, Ways] = {
    Ask.LIST_WAITS: Ways(
        Text(
            "Vernietigingslijst {subject} wacht op u", "Destruction list {subject} waits for you"
        ),
        Text(
            "{count} {count:stuk|stukken}. Kijk wat de volgende stap is; wat is uitgevoerd, komt "
            "niet terug.",
            "{count} {count:record|records}. See what the next step is; what was executed does "
            "not come back.",
        ),
        "clipboard-check",
        Text("Bekijken", "Look"),
        "destruction-one",
        is_red=True,
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
            "{count} {count:object|objecten}. Lees de bevestiging van het depot in zodra die er "
            "is.",
            "{count} {count:object|objects}. Read the receipt of the depot as soon as it is "
            "there.",
        ),
        "package",
        Text("Bekijken", "Look"),
        "transfer-one",
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
        "post",
    ),
    Ask.HOTSPOT_WAITS: Ways(
        Text("Hotspot {subject} is voorgesteld", "Hotspot {subject} was proposed"),
        Text(
            "Hij houdt niets vast tot een orgaan hem vaststelt. Bekijk eerst het gevolg.",
            "It keeps nothing until a body adopts it. See the effect first.",
        ),
        "clock",
        Text("Gevolg bekijken", "See the effect"),
        "hotspot",
    ),
    Ask.SELECTION_OPEN: Ways(
        Text("Waardering nog te bepalen", "Appraisal still to be determined"),
        Text(
            "{count} {count:punt. Tot het is|punten. Tot zij zijn} besloten is die inhoud N: zij "
            "wordt niet vernietigd en niet overgebracht.",
            "{count} {count:point. Until it is|points. Until they are} decided that content is N: "
            "it is neither destroyed nor transferred.",
        ),
        "clock",
        Text("Bekijken", "Look"),
        "selection",
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
        "account",
    ),
}
