"""The variables of the environment that the program reads, and those that nobody reads."""

from collections.abc import Collection
from difflib import get_close_matches

from weerklank.model.errors import fault
from weerklank.model.text import Text
from weerklank.services.diagnose.finding import Found, Scene, Told

PREFIX = "WEERKLANK_"
#: Read by the program; docs/beheerder/instellingen.md tells what each means.
KNOWN = frozenset(
    {"WEERKLANK_ACTOR", "WEERKLANK_ARCHIVE", "WEERKLANK_CHROMIUM", "WEERKLANK_KEYS"}
    | {"WEERKLANK_CLAMD", "WEERKLANK_DATABASE_URL", "WEERKLANK_METRICS_TOKEN"}
    | {"WEERKLANK_SIGN_IN", "WEERKLANK_TRACES_TOKEN", "WEERKLANK_TRACES_URL"}
    | {"WEERKLANK_TOKEN_MODULE", "WEERKLANK_TOKEN_PIN"}
)
#: Read by the tests of the program and never by itself: nothing is wrong where one is set.
OF_TESTS = frozenset({"WEERKLANK_LOOK", "WEERKLANK_PICTURES", "WEERKLANK_REQUIRE"})
#: From here on two names look alike; 1 is the same.
_ALIKE = 0.75

UNKNOWN = fault(
    "DOCTOR-014",
    Text(
        nl="Er is een omgevingsvariabele {name}, die Weerklank niet kent: hij doet niets.",
        en="There is a variable {name} in the environment that Weerklank does not know: it does "
        "nothing.",
    ),
    Text(
        nl="Haal hem weg. Weerklank kent {known}.",
        en="Take it away. Weerklank knows {known}.",
    ),
)
MISSPELT = fault(
    "DOCTOR-015",
    Text(
        nl="Er is een omgevingsvariabele {name}, die Weerklank niet kent: hij doet niets.",
        en="There is a variable {name} in the environment that Weerklank does not know: it does "
        "nothing.",
    ),
    Text(nl="Bedoelde u {nearest}?", en="Did you mean {nearest}?"),
)


def look_at_environment(scene: Scene) -> Told:
    """Look for variables of ours that nobody reads; of none is the value told."""
    for name in sorted(unknown(scene.environment)):
        nearest = get_close_matches(name, sorted(KNOWN), n=1, cutoff=_ALIKE)
        if nearest:
            yield Found(MISSPELT, values={"name": name, "nearest": nearest[0]})
        else:
            yield Found(UNKNOWN, values={"name": name, "known": ", ".join(sorted(KNOWN))})


def unknown(environment: Collection[str]) -> set[str]:
    """Give the names that begin like ours and are none, whatever their case."""
    ours = {name for name in environment if name.upper().startswith(PREFIX)}
    return ours - KNOWN - OF_TESTS
