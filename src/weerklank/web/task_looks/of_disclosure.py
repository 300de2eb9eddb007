"""How the tasks of disclosure look."""

from weerklank.model.text import Text
from weerklank.services.waits.task import Ask
from weerklank.web.task_looks.ways import Ways

LOOKS: dict[Ask, Ways] = {
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
    Ask.DOSSIER_DISAGREED: Ways(
        Text(
            "Woo-verzoek {subject}: tweede lezer niet akkoord",
            "Woo request {subject}: second reader does not agree",
        ),
        Text(
            "{count} {count:stuk|stukken}. Verander het stuk, of leg uit waarom het zo blijft.",
            "{count} {count:document|documents}. Change it, or explain why it stays so.",
        ),
        "clipboard-check",
        Text("Bekijken", "Look"),
        "dossier-disagreements",
    ),
    Ask.DOSSIER_ANSWERED: Ways(
        Text(
            "Woo-verzoek {subject}: antwoord op wat niet akkoord was",
            "Woo request {subject}: an answer to what was not agreed",
        ),
        Text(
            "{count} {count:stuk|stukken}. Een tweede lezer besluit opnieuw.",
            "{count} {count:document|documents}. A second reader decides anew.",
        ),
        "clipboard-check",
        Text("Bekijken", "Look"),
        "dossier-disagreements",
    ),
    Ask.DOSSIER_WAITS: Ways(
        Text("Woo-verzoek {subject}", "Woo request {subject}"),
        Text(
            "Verzamelen en lakken; wie er niet aan werkte, leest het en stelt het vast.",
            "Gather and redact; who did not work on it reads and freezes it.",
        ),
        "clipboard-check",
        Text("Openen", "Open"),
        "dossier",
    ),
}
