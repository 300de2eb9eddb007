"""Mend the texts of the exports of Instagram, Facebook and Threads, and read their labels.

Those exports write each text as if its bytes in UTF-8 were letters of Latin-1: `cafÃ©` for `café`.
That holds for values, names of fields and paths of files alike. A text that can't be such a one
stays as it is. It is mended once, where a record is parsed: a text that was mended may look broken
by itself, as one that tells how to write `Ã©` does.
"""

from weerklank.harvest.json_fields import text_of
from weerklank.model.json_value import Json, JsonObject

#: What stands before a value in the language of whoever asked for the export: by our word for it,
#: in English and Dutch, and in other languages as far as they are known.
#: Source: the shapes of exports in English, and the readers of data donation studies.
LABELS: dict[str, tuple[str, ...]] = {
    "text": ("Comment", "Opmerking", "Reactie", "Kommentar", "Commentaire", "Comentario"),
    "owner": ("Media Owner", "Media-eigenaar", "Eigenaar van media", "Medieninhaber"),
    "time": ("Time", "Tijd", "Tijdstip", "Zeit", "Uhrzeit"),
    "username": ("Username", "Gebruikersnaam", "Nutzername", "Benutzername"),
    "name": ("Name", "Naam", "Nom", "Nombre"),
    "bio": ("Bio", "Biografie", "Steckbrief"),
    "website": ("Website", "Links"),
    "private": ("Private Account", "Privéaccount", "Privates Konto"),
    "picture": ("Profile Photo", "Profielfoto", "Profilbild"),
    # Known so that they can be taken out without being counted as unknown.
    "email": ("Email", "E-mail", "E-mailadres", "E-Mail-Adresse"),
    "phone": ("Phone Number", "Telefoonnummer", "Telefonnummer"),
    "phone confirmed": ("Phone Confirmed", "Telefoonnummer bevestigd", "Telefonnummer bestätigt"),
    "phone method": ("Phone Confirmation Method",),
    "gender": ("Gender", "Geslacht", "Geschlecht"),
    "badge": (
        "Is Eligible for Profile Activation Badge",
        "Profile Shows Activation Badge",
    ),
    "joined": ("Onboarding Time",),
    "birth": ("Date of birth", "Birthday", "Geboortedatum", "Geburtsdatum"),
}
#: How an export says yes.
_YES = frozenset({"true", "yes", "1", "waar", "ja", "wahr"})


def mend(text: str) -> str:
    """Give a text as its writer wrote it; one that was not broken comes back as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def mended(value: Json) -> Json:
    """Give a value with all its texts mended, at any depth, names of fields too."""
    if isinstance(value, str):
        return mend(value)
    if isinstance(value, list):
        return [mended(one) for one in value]
    if isinstance(value, dict):
        return {mend(key): mended(one) for key, one in value.items()}
    return value


def labelled(values: JsonObject, word: str) -> JsonObject | None:
    """Give what stands under a label of any known language, by our word for it."""
    for label in LABELS[word]:
        found = values.get(label)
        if isinstance(found, dict):
            return found
    return None


def text_labelled(values: JsonObject, word: str) -> str | None:
    """Give the text under a label; None where it is empty or not there."""
    found = labelled(values, word)
    return text_of(found.get("value")) if found else None


def is_yes(text: str | None) -> bool:
    """Tell whether a value says yes, in the languages that are known."""
    return (text or "").strip().lower() in _YES
