"""How to ask each platform for an export, as the page says on which one is taken in.

In short what docs/gebruiker/exports tells in full; the steps are those of the platforms in 2026.
"""

from dataclasses import dataclass

from weerklank.model.platform import TITLES, Platform
from weerklank.model.text import Text

_AS_IT_CAME = Text(
    "Lees het bestand in zoals het kwam; pak het niet uit.",
    "Take the file in as it came; do not unpack it.",
)
_AT_ONCE = Text(
    "Lees het meteen in: films en foto's zijn links, die na enkele dagen verlopen.",
    "Take it in at once: films and photos are links, which expire after some days.",
)
_NAME_IT = Text(
    "Kies hier het account: in het bestand staat niet van wie het is.",
    "Choose the account here: the file does not say whose it is.",
)
_ALL_AS_JSON = Text(
    "Kies alles, van het begin af, met indeling JSON en hoge mediakwaliteit.",
    "Choose everything, from the beginning, as JSON and in high media quality.",
)

#: The steps of each platform whose export can be taken in.
STEPS: dict[Platform, tuple[Text, ...]] = {
    Platform.MASTODON: (
        Text(
            "Ga naar Voorkeuren, Importeren en exporteren.",
            "Go to Preferences, Import and export.",
        ),
        Text(
            "Kies Archief aanvragen. U krijgt bericht als het klaar is.",
            "Choose Request your archive. You get word when it is ready.",
        ),
        _AS_IT_CAME,
    ),
    Platform.X: (
        Text(
            "Kies op x.com Meer, Instellingen en privacy, Je account, Een archief van je gegevens "
            "downloaden.",
            "On x.com choose More, Settings and privacy, Your account, Download an archive of "
            "your data.",
        ),
        Text(
            "Download de zip als X bericht stuurt. Zijn er meer delen, lees dan elk deel in.",
            "Download the zip when X sends word. If there are more parts, take in each of them.",
        ),
        _AS_IT_CAME,
    ),
    Platform.YOUTUBE: (
        Text(
            "Ga naar takeout.google.com, aangemeld als het kanaal, en vink alleen YouTube en "
            "YouTube Music aan.",
            "Go to takeout.google.com, signed in as the channel, and tick YouTube and YouTube "
            "Music alone.",
        ),
        Text(
            "Kies .zip en 50 GB. Zijn er meer delen, lees dan elk deel in.",
            "Choose .zip and 50 GB. If there are more parts, take in each of them.",
        ),
        _AS_IT_CAME,
    ),
    Platform.INSTAGRAM: (
        Text(
            "Ga naar Accountcentrum, Je gegevens en machtigingen, Je gegevens exporteren.",
            "Go to Accounts Centre, Your information and permissions, Export your information.",
        ),
        _ALL_AS_JSON,
        _AS_IT_CAME,
    ),
    Platform.THREADS: (
        Text(
            "De berichten zitten in de export van Instagram: vraag die aan.",
            "The posts are in the export of Instagram: ask for that one.",
        ),
        Text(
            "Kies hier het account op Threads en lees dezelfde zip in.",
            "Choose the account on Threads here and take in the same zip.",
        ),
    ),
    Platform.FACEBOOK: (
        Text(
            "Schakel over naar de pagina. Ga naar Instellingen en privacy, Instellingen, Gegevens "
            "van je pagina downloaden.",
            "Switch to the page. Go to Settings and privacy, Settings, Download your Page "
            "information.",
        ),
        _ALL_AS_JSON,
        _AS_IT_CAME,
    ),
    Platform.LINKEDIN: (
        Text(
            "Aangemeld als het lid: Instellingen, Gegevensprivacy, Een kopie van uw gegevens "
            "downloaden, het grotere archief. Van een pagina zijn er alleen statistieken, met "
            "titels en aantallen: Analyse, Inhoud, Exporteren.",
            "Signed in as the member: Settings, Data privacy, Get a copy of your data, the larger "
            "archive. Of a page there are statistics alone, with titles and numbers: Analytics, "
            "Content, Export.",
        ),
        _NAME_IT,
        _AT_ONCE,
    ),
    Platform.TIKTOK: (
        Text(
            "Ga naar Instellingen en privacy, Account, Je gegevens downloaden.",
            "Go to Settings and privacy, Account, Download your data.",
        ),
        Text("Kies alle gegevens, als JSON.", "Choose all data, as JSON."),
        _AT_ONCE,
    ),
    Platform.SNAPCHAT: (
        Text(
            "Ga op accounts.snapchat.com naar Mijn gegevens. Zet JSON-bestanden exporteren aan.",
            "On accounts.snapchat.com go to My Data, and switch on Export JSON files.",
        ),
        _AS_IT_CAME,
    ),
    Platform.BLUESKY: (
        Text(
            "Ga naar Instellingen, Account, Mijn gegevens exporteren. U krijgt een CAR-bestand.",
            "Go to Settings, Account, Export my data. You get a CAR file.",
        ),
        Text(
            "De eerste keer noemt Weerklank het vaste nummer (DID). Leg dat bij het account vast.",
            "The first time Weerklank names the lasting number (DID). State it at the account.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask one platform."""

    title: str
    steps: tuple[Text, ...]
    #: Whether it is that of the account for which the page was opened.
    is_open: bool


def asking_of(chosen: Platform | None) -> list[Asking]:
    """Give how to ask each platform, that of the chosen account first."""
    order = sorted(STEPS, key=lambda platform: platform is not chosen)
    return [Asking(TITLES[one], STEPS[one], one is chosen) for one in order]
