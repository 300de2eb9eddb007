"""Checks of the account: what the register and decisions say of it and of its posts."""

from collections.abc import Iterator, Mapping

from weerklank.catalogue.account_items import OPEN, THEIRS
from weerklank.catalogue.held_items import HeldItem
from weerklank.model.clock import from_iso
from weerklank.model.completeness import Evidence, Measured
from weerklank.model.item import ItemKind
from weerklank.model.rights import Lack
from weerklank.model.selection import Outcome
from weerklank.model.symbols import decode
from weerklank.model.text import Text
from weerklank.services.measure.measured_share import NO_POSTS, counted_in, lacking_of, share
from weerklank.services.measure.message import Message
from weerklank.services.measure.scene import Scene

_LACKS = Text("in het accountoverzicht ontbreekt: {what}", "missing in the register: {what}")
_FACTS = {
    "managers": Text("beheerder", "manager"),
    "processes": Text("werkproces", "process"),
    "unit": Text("onderdeel", "unit"),
    "intention": Text("bedoeling", "intention"),
}
_NO_RIGHT: Mapping[Lack, Text] = {
    Lack.COPYRIGHT: Text("zonder vastgelegd auteursrecht", "without a recorded copyright"),
    Lack.PORTRAIT: Text("zonder vastgelegd portretrecht", "without a recorded portrait right"),
}
_NO_PARTS = Text("er zijn geen eigen teksten of media", "there are no texts or media of its own")
_NO_ROW = Text(
    "zonder rij van een selectielijst die zegt hoe lang het blijft",
    "without a row of a selection list that says how long it stays",
)


def of_account(scene: Scene) -> Mapping[str, Measured]:
    """Measure the register, appraisal and rights."""
    return {
        "register": _register(scene),
        "appraised": _appraised(scene),
        "rights": _rights(scene),
    }


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


def _rights(scene: Scene) -> Measured:
    """Count the texts and media of own posts of which everything was recorded (ADR 0126).

    What the account passes on of others is not its own, as nowhere where rights are listed.
    """
    of = 0
    whole: list[Message] = []
    lacking: dict[Lack, list[Message]] = {}
    bad = 0
    for one in scene.own:
        for lacks in _lacks(scene, one):
            of += 1
            bad += bool(lacks)
            if not lacks:
                whole.append(one)
            for lack in lacks:
                lacking.setdefault(lack, []).append(one)
    rows = [
        row
        for lack in Lack
        for row in lacking_of(lacking.get(lack, []), of, _NO_RIGHT[lack], scene.most)
    ]
    return share(of - bad, of, rows or counted_in(whole, scene.most), nothing=_NO_PARTS)


def _lacks(scene: Scene, one: Message) -> Iterator[tuple[Lack, ...]]:
    """Give of each part of a post what nobody recorded."""
    if one.kind is ItemKind.BOOST:
        return
    account, rights = str(scene.account.id), scene.rights
    if one.has_words:
        yield rights.lacks(one.id, account, None, has_faces=False)
    for name, medium in one.media.items():
        yield rights.lacks(one.id, account, name, has_faces=medium.has_faces)


def _held_item(scene: Scene, one: Message) -> HeldItem:
    return HeldItem(
        id=one.id,
        key=decode(one.key),
        account=str(scene.account.id),
        created=int(from_iso(one.created_at).timestamp()),
        whose=OPEN if one.is_own else THEIRS,
    )
