"""How the tasks of privacy look."""

from weerklank.model.text import Text
from weerklank.services.waits.task import Ask
from weerklank.web.task_looks.ways import Ways

_VAULT = "vault-one"
LOOKS: dict[Ask, Ways] = {
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
        "policy-proposal",
    ),
    Ask.REQUEST_WAITS: Ways(
        Text("Verzoek van een persoon: {subject}", "Request of a person: {subject}"),
        Text(
            "Antwoord binnen de termijn, met een besluit en een brief.",
            "Answer within the term, with a decision and a letter.",
        ),
        "user",
        Text("Besluiten", "Decide"),
        "person-request",
    ),
    Ask.SCAN_FOUND: Ways(
        Text("De lekscan vond iemand", "The leak scan found somebody"),
        Text(
            "{count} {count:bevinding|bevindingen}. Zoek de plaats op en ga na of het een datalek "
            "is.",
            "{count} {count:finding|findings}. Look the place up and see whether it is a data "
            "breach.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        "scan-one",
        is_red=True,
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
        Text("Twijfelgevallen: {count}", "Words in doubt: {count}"),
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
}
