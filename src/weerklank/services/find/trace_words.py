"""What media carry, and why some are not cleaned, in words."""

from weerklank.model.medium_trace import NotCleaned, Trace
from weerklank.model.text import Text

TRACES: dict[Trace, Text] = {
    Trace.POSITION: Text("plaatsbepaling", "a position"),
    Trace.NAME: Text("een naam", "a name"),
    Trace.DEVICE: Text("toestel of programma", "a device or program"),
    Trace.MOMENT: Text("tijdstip", "a moment"),
    Trace.PREVIEW: Text("een kleine voorvertoning", "a small preview"),
    Trace.OTHER: Text("andere metagegevens", "other metadata"),
}
NOT_CLEANED: dict[NotCleaned, Text] = {
    NotCleaned.UNKNOWN: Text(
        "deze soort bestand wordt niet geschoond", "this kind of file is not cleaned"
    ),
    NotCleaned.BROKEN: Text(
        "het bestand is beschadigd of niet volgens zijn soort opgebouwd",
        "the file is damaged, or not put together as its kind is",
    ),
    NotCleaned.TOO_MUCH: Text(
        "het bestand heeft meer of andere onderdelen dan worden bekeken",
        "the file has more parts than are looked at, or others",
    ),
}
