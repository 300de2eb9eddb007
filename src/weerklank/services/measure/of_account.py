"""Checks of the account: what the register says of it, and how long its posts stay."""

from collections.abc import Mapping

from weerklank.catalogue.account_items import OPEN, THEIRS
from weerklank.catalogue.held_items import HeldItem
from weerklank.model.clock import from_iso
from weerklank.model.completeness import Evidence, Measured
from weerklank.model.selection import Outcome
from weerklank.model.symbols import decode
from weerklank.model.text import Text
from weerklank.services.measure.measured_share import NO_POSTS, lacking_of, share
from weerklank.services.measure.message import Message
from weerklank.services.measure.scene import Scene

_LACKS = Text("in het accountoverzicht ontbreekt: {what}", "missing in the register: {what}")
_FACTS = {
    "managers": Text("beheerder", "manager"),
    "processes": Text("werkproces", "process"),
    "unit": Text("onderdeel", "unit"),
    "intention": Text("bedoeling", "intention"),
}
_NO_ROW = Text(
    "zonder rij van een selectielijst die zegt hoe lang het blijft",
    "without a row of a selection list that says how long it stays",
)


def of_account(scene: Scene) -> Mapping[str, Measured]:
    """Measure the register and appraisal."""
    return {"register": _register(scene), "appraised": _appraised(scene)}


def _register(scene: Scene) -> Measured:
    lacking = [name for name in _FACTS if not getattr(scene.account, name)]
    rows = [
        Evidence(
            what=_LACKS.filled(what=_FACTS[name]),
            where=f"register/{scene.account.id}",
            count=1,
            of=len(_FACTS),
        )
        for name in lacking
    ]
    return share(len(_FACTS) - len(lacking), len(_FACTS), rows, nothing=NO_POSTS)


def _appraised(scene: Scene) -> Measured:
    lacking = [
        one
        for one in scene.said
        if scene.appraiser.of(_held_item(scene, one)).outcome is Outcome.UNDECIDED
    ]
    of = len(scene.said)
    rows = lacking_of(lacking, of, _NO_ROW, scene.most)
    return share(of - len(lacking), of, rows, nothing=NO_POSTS)


def _held_item(scene: Scene, one: Message) -> HeldItem:
    return HeldItem(
        id=one.id,
        key=decode(one.key),
        account=str(scene.account.id),
        created=int(from_iso(one.created_at).timestamp()),
        whose=OPEN if one.is_own else THEIRS,
    )
