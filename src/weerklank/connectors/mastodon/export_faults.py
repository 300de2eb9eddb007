"""What can be wrong with a Mastodon export, in words."""

from weerklank.model.errors import fault
from weerklank.model.text import Text

NO_OUTBOX = fault(
    "IMPORT-010",
    Text(
        nl="{file} is een Mastodon-export, maar {missing} ontbreekt of is onleesbaar.",
        en="{file} is a Mastodon export, but {missing} is missing or unreadable.",
    ),
    Text(
        nl="Vraag een nieuwe export aan (Voorkeuren, Importeren en exporteren); de download was "
        "misschien niet compleet.",
        en="Ask for a new export (Preferences, Import and export); the download may have been "
        "incomplete.",
    ),
)
OF_ANOTHER = fault(
    "IMPORT-044",
    Text(
        nl="In {file} hoort actor.json niet bij outbox.json: geen van de {count} berichten is van "
        "het account dat actor.json noemt. Er is niets opgenomen.",
        en="In {file} actor.json does not belong to outbox.json: none of the {count} posts is of "
        "the account that actor.json names. Nothing was taken in.",
    ),
    Text(
        nl="Neem het bestand op zoals de server het gaf. Is het dat, dan wisselde de server of "
        "het account van adres: vraag bij de server een nieuwe export aan.",
        en="Take in the file as the server gave it. If it is that, the server or the account "
        "changed its address: ask the server for a new export.",
    ),
)
TOO_LARGE_FOR_POST = Text(
    "groter dan 1 MiB: te groot voor een bericht", "larger than 1 MiB: too large for a post"
)
TOO_LARGE_FOR_PROFILE = Text(
    "groter dan 4 MiB: te groot voor een profiel", "larger than 4 MiB: too large for a profile"
)
