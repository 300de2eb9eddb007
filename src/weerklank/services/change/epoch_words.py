"""What is said of an epoch: its state, and what back-ups mean once it has ended."""

from weerklank.model.epoch import Epoch
from weerklank.model.text import Text
from weerklank.services.change.turn_epochs import EpochHeld

_NOW = Text("loopt: nieuwe draden beginnen erin", "running: new threads begin in it")
_KEPT = Text("voorbij, en er is nog van bewaard", "over, and some of it is still held")
_EMPTY = Text(
    "voorbij, en er is niets meer van bewaard: het kan eindigen",
    "over, and nothing of it is held any more: it can end",
)
_ENDING = Text(
    "het einde is besloten en nog niet klaar: de planning maakt het af",
    "its end is decided and not done yet: the schedule finishes it",
)
_ENDED = Text("beëindigd: de sleutels ervan zijn vernietigd", "ended: its keys are destroyed")
BACK_UPS = Text(
    "Wat kopieën en back-ups van het archief nog van dit tijdvak bevatten, is met geen sleutel "
    "meer te toetsen. Alleen een back-up van de sleutelmap van vóór dit moment heeft de sleutels "
    "nog; die vervalt op haar eigen termijn.",
    "What copies and back-ups of the archive still hold of this epoch can be tested by no key any "
    "more. Only a back-up of the key folder from before this moment still has the keys; it goes "
    "by its own term.",
)
_REPLICAS = Text(
    "De tabellen ervan liggen nog in {names}, tot daar weer is bijgewerkt.",
    "Its tables still lie in {names}, until those are written again.",
)
_HANDED = Text(
    "Wat bij een overbrenging meeging, heeft de ontvanger; ook sleutels, als die erbij waren.",
    "What went along with a transfer the receiver has; keys too, if those were with it.",
)


def state_of(one: EpochHeld) -> Text:
    """Say in what state an epoch is."""
    if one.epoch.ended is not None:
        return _ENDED
    if not one.epoch.is_open:
        return _ENDING
    if one.is_now:
        return _NOW
    return _EMPTY if one.can_end else _KEPT


def back_ups_of(epoch: Epoch) -> list[Text]:
    """Say what copies and back-ups still have of an epoch that ended; of another nothing."""
    if epoch.ended is None:
        return []
    names = ", ".join(epoch.replicas)
    told = [BACK_UPS, _HANDED]
    if names:
        told.insert(1, Text(_REPLICAS.nl.format(names=names), _REPLICAS.en.format(names=names)))
    return told
