"""Our connectors pass the suite for exports, and the suite catches those that should not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from bluesky_export_bench import BLUESKY
from facebook_export_bench import FACEBOOK
from instagram_export_bench import INSTAGRAM
from linkedin_export_bench import LINKEDIN
from mastodon_export_bench import MASTODON
from snapchat_export_bench import SNAPCHAT
from threads_export_bench import THREADS
from tiktok_export_bench import TIKTOK
from x_export_bench import X_BENCH
from youtube_export_bench import YOUTUBE

from weerklank.connectors.mastodon.export import NO_OUTBOX
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ItemKind
from weerklank.model.raw import Broken, Field, Passed, Scanned
from weerklank.testing import export_conformance as suite
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.demands import NotConforming
from weerklank.testing.export_conformance import EXPORT_CHECKS, ExportBench, ExportScene

BENCHES = {
    "bluesky": BLUESKY,
    "facebook": FACEBOOK,
    "instagram": INSTAGRAM,
    "linkedin": LINKEDIN,
    "mastodon": MASTODON,
    "snapchat": SNAPCHAT,
    "threads": THREADS,
    "tiktok": TIKTOK,
    "x": X_BENCH,
    "youtube": YOUTUBE,
}


def _of_others(name: str) -> tuple[Callable[[Path], object], ...]:
    scene = ExportScene(posts=2)
    return tuple(
        lambda path, bench=bench: bench.write(path, scene)
        for other, bench in BENCHES.items()
        if other != name
    )


@pytest.mark.parametrize("check", EXPORT_CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", BENCHES)
def test_our_connectors_conform(name, check, tmp_path):
    check(replace(BENCHES[name], others=_of_others(name)), tmp_path)


# --- the suite catches what it should -----------------------------------------------------------


class Spoilt:
    """An export that does something wrong."""

    def __init__(self, export: Any) -> None:
        self._export = export

    def __getattr__(self, name: str) -> Any:
        return getattr(self._export, name)


class SpoiltConnector:
    """A connector whose exports do something wrong."""

    def __init__(self, kind: type[Spoilt], known: Callable[[Path], bool] | None = None) -> None:
        self.manifest = MASTODON.connector.manifest
        self._kind = kind
        self._known = known

    def open_export(self, path: Path) -> Any:
        if self._known and not self._known(path):
            return None
        export = MASTODON.connector.open_export(path)
        return self._kind(export) if export else None


def spoilt(kind: type[Spoilt], **how: Any) -> ExportBench:
    connector: Any = SpoiltConnector(kind, **how)
    return replace(MASTODON, connector=connector)


class LosesOne(Spoilt):
    """Leaves its last item out."""

    def scan(self):
        yield from list(self._export.scan())[:-1]


class WithoutProfile(Spoilt):
    def profile(self):
        return None


class OpensLikes(Spoilt):
    def scan(self):
        for _, stream in self._export._archive.members(lambda name: name == "likes.json"):
            stream.read(10)
        yield from self._export.scan()


class OpensMessages(Spoilt):
    """Takes messages for posts."""

    def __init__(self, export: Any) -> None:
        super().__init__(export)
        self._export._addressees.may_be_read = lambda activity: True


class CountsNothing(Spoilt):
    def scan(self):
        return (one for one in self._export.scan() if not isinstance(one, Passed))


class StopsAtBroken(Spoilt):
    def scan(self):
        for one in self._export.scan():
            if isinstance(one, Broken):
                return
            yield one


class HidesBroken(Spoilt):
    def scan(self):
        return (one for one in self._export.scan() if not isinstance(one, Broken))


class RefusesHalves(Spoilt):
    def scan(self):
        found = list(self._export.scan())
        if any(isinstance(one, Broken) for one in found):
            raise BrokenInput(NO_OUTBOX, file="x", missing="y")
        yield from found


class CallsHalvesWhole(HidesBroken):
    stated_items = None

    def findings(self):
        return []


class GivesNoMedia(Spoilt):
    def media(self, wanted):
        return iter(())


class OpensAllMedia(Spoilt):
    """Gives every file, wanted or not."""

    def media(self, wanted):
        return self._export.media(lambda path: wanted(path) or True)


class NamesNoMedia(Spoilt):
    """Neither matches pictures to posts nor says so."""

    def scan(self):
        for one in self._export.scan():
            yield msgspec.structs.replace(one, media=()) if isinstance(one, Scanned) else one

    def read(self, content):
        return msgspec.structs.replace(self._export.read(content), media=())


class Wordless(Spoilt):
    """Keeps of a post that it was there."""

    def read(self, content):
        return msgspec.structs.replace(self._export.read(content), html=None)


class DatesAllAlike(Spoilt):
    def read(self, content):
        moment = "2026-01-01T12:00:00Z"
        return msgspec.structs.replace(self._export.read(content), created_at=moment)


class MixesPictures(Spoilt):
    """Gives each post that has a picture those of all."""

    def scan(self):
        found = list(self._export.scan())
        self._all = tuple(path for one in found if isinstance(one, Scanned) for path in one.media)
        for one in found:
            has_any = isinstance(one, Scanned) and one.media
            yield msgspec.structs.replace(one, media=self._all) if has_any else one

    def read(self, content):
        item = self._export.read(content)
        if not item.media:
            return item
        media = tuple(msgspec.structs.replace(item.media[0], source=path) for path in self._all)
        return msgspec.structs.replace(item, media=media)


class ForgetsLoose(Spoilt):
    def unopened_media(self):
        return 0


class StatesNothing(Spoilt):
    stated_items = None


class NewIdsEachTime(Spoilt):
    times = 0

    def __init__(self, export: Any) -> None:
        super().__init__(export)
        NewIdsEachTime.times += 1

    def scan(self):
        for one in self._export.scan():
            again = f"{getattr(one, 'native_id', '')}/{self.times}"
            is_item = isinstance(one, Scanned)
            yield msgspec.structs.replace(one, native_id=again) if is_item else one

    def read(self, content):
        item = self._export.read(content)
        return msgspec.structs.replace(item, native_id=f"{item.native_id}/{self.times}")


class KeepsAll(Spoilt):
    """Says of every field that it names nobody."""

    def read(self, content):
        item = self._export.read(content)
        if item.kind is ItemKind.PROFILE:
            return item
        note = {**item.shape["object"].shape, "brand_new": Field.TEXT}
        return msgspec.structs.replace(item, shape={**item.shape, "object": note})


class TakesOthersForUs(Spoilt):
    """Gives somebody's handle as one more of the account."""

    @property
    def owner(self):
        person = Canaries().give("conformance", CanaryClass.THIRD)
        return msgspec.structs.replace(self._export.owner, other_handles=(person.handle,))


def by_its_name(path: Path) -> bool:
    return path.name.endswith(".tar.gz")


class TakesAll:
    """Takes whatever it is given for its own."""

    manifest = MASTODON.connector.manifest

    def open_export(self, path: Path) -> Any:
        return MASTODON.connector.open_export(path) or object()


def takes_all() -> ExportBench:
    connector: Any = TakesAll()
    return replace(MASTODON, connector=connector)


@pytest.mark.parametrize(
    ("bench", "check", "told"),
    [
        (spoilt(LosesOne), suite.check_whole, "11 of 12 posts"),
        (spoilt(WithoutProfile), suite.check_whole, "gaps that are none"),
        (spoilt(Spoilt, known=by_its_name), suite.check_known_by_content, "not known any more"),
        (takes_all(), suite.check_others_are_not_ours, "was taken for an export"),
        (spoilt(OpensLikes), suite.check_nothing_closed_is_opened, "likes.json"),
        (spoilt(OpensMessages), suite.check_nothing_closed_is_opened, "13 of 12 posts"),
        (spoilt(CountsNothing), suite.check_nothing_closed_is_opened, "gaps that are none"),
        (spoilt(StopsAtBroken), suite.check_broken_record, "of the 12 others"),
        (spoilt(HidesBroken), suite.check_broken_record, "0 are told of"),
        (spoilt(RefusesHalves), suite.check_cut_off, "was refused (IMPORT-010)"),
        (spoilt(CallsHalvesWhole), suite.check_cut_off, "was called complete"),
        (spoilt(GivesNoMedia), suite.check_media, "gaps that are none"),
        (spoilt(NamesNoMedia), suite.check_media, "0 of 4 pictures"),
        (spoilt(Wordless), suite.check_content, "differ in their words"),
        (spoilt(DatesAllAlike), suite.check_content, "differ in moment"),
        (spoilt(MixesPictures), suite.check_content, "have a picture each"),
        (spoilt(OpensAllMedia), suite.check_media_of_others, "must stay closed"),
        (spoilt(ForgetsLoose), suite.check_loose_media, "told of are []"),
        (spoilt(StatesNothing), suite.check_count, "3 posts are missing"),
        (replace(MASTODON, states_count=False), suite.check_count, "states no number"),
        (spoilt(NewIdsEachTime), suite.check_again, "came in twice"),
        (spoilt(TakesOthersForUs), suite.check_no_leak, "stands in the clear"),
        (spoilt(KeepsAll), suite.check_unknown_field, "not told of"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_bad_connector_does_not_pass(bench, check, told, tmp_path):
    with pytest.raises(NotConforming) as error:
        check(bench, tmp_path)
    assert told in str(error.value)
