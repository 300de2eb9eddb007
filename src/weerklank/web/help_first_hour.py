"""*Uitleg* of the first hour."""

from weerklank.model.text import Text
from weerklank.web.help_shape import Help

_HOUR = Help(
    see=Text(
        "Een stap waarmee een nieuw archief begint: de code van de organisatie, de sleutel van de "
        "kluis, of het eerste verslag.",
        "A step by which a new archive begins: the code of the organisation, the key of the "
        "vault, or the first report.",
    ),
    law=Text(
        "De zorg voor archiefbescheiden (Archiefwet, artikel 3), en passende beveiliging (AVG, "
        "artikel 32): een sleutel die weg is, is niet te maken.",
        "The care for records (Archiefwet, article 3), and security that fits (GDPR, article 32): "
        "a key that is gone can't be made anew.",
    ),
    check=Text(
        "Of een stap gedaan is, volgt uit het register, het beleid en de runs. Waar de sleutel "
        "ligt en dat een verslag is gelezen, zegt wie het deed; dat wordt niet gecontroleerd.",
        "Whether a step is done follows from register, policy and runs. Where the key lies, and "
        "that a report was read, is what somebody says; that is not checked.",
    ),
    decides=Text(
        "Wie de rol heeft die bij de stap staat. Overslaan mag ook de beheerder van het "
        "accountoverzicht.",
        "Who has the role that stands at the step. The register owner may skip one too.",
    ),
)
FIRST_HOUR_HELP: dict[str, Help] = {
    "hour-organisation": _HOUR,
    "hour-keys": _HOUR,
    "hour-report": _HOUR,
    "hour-skip": _HOUR,
}
