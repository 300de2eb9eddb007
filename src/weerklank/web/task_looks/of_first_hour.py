"""How the steps of the first hour look that were skipped."""

from weerklank.model.text import Text
from weerklank.services.waits.task import Ask
from weerklank.web.task_looks.ways import Ways

_SKIPPED = Text(
    "Overgeslagen in het eerste uur, en nog niet gedaan.",
    "Skipped in the first hour, and not done yet.",
)
LOOKS: dict[Ask, Ways] = {
    Ask.HOUR_ORGANISATION: Ways(
        Text("Geef de code van de organisatie op", "Give the code of the organisation"),
        _SKIPPED,
        "clipboard-check",
        Text("Opgeven", "Give"),
        "hour-organisation",
    ),
    Ask.HOUR_KEYS: Ways(
        Text("Leg de sleutel van de kluis veilig weg", "Put the key of the vault away safely"),
        _SKIPPED,
        "lock",
        Text("Wegleggen", "Put away"),
        "hour-keys",
        is_red=True,
    ),
    Ask.HOUR_ACCOUNT: Ways(
        Text("Voeg het eerste account toe", "Add the first account"),
        _SKIPPED,
        "address-book",
        Text("Toevoegen", "Add"),
        "account-add",
    ),
    Ask.HOUR_POLICY: Ways(
        Text("Stel het beleid persoonsgegevens vast", "Set the policy on personal data"),
        _SKIPPED,
        "lock",
        Text("Kiezen", "Choose"),
        "privacy-policy",
    ),
    Ask.HOUR_HARVEST: Ways(
        Text("Doe de eerste oogst", "Make the first harvest"),
        _SKIPPED,
        "cloud-download",
        Text("Bekijken", "Look"),
        "accounts",
    ),
    Ask.HOUR_REPORT: Ways(
        Text("Lees het eerste verslag", "Read the first report"),
        _SKIPPED,
        "clipboard-check",
        Text("Lezen", "Read"),
        "hour-report",
    ),
}
