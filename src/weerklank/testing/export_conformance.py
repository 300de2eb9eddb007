"""Conformance: what every connector that reads an official export must pass.

Whoever writes a connector gives an `ExportBench`: the connector, and a function that writes an
export as the platform does. Each check takes one into an archive of its own, through the same
stages as in real use, and raises `NotConforming` with a sentence that says what was not as it
should be. With pytest:

    @pytest.mark.parametrize("check", EXPORT_CHECKS, ids=lambda check: check.__name__)
    def test_conforms(check, tmp_path):
        check(BENCH, tmp_path)
"""

import gzip
import io
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from weerklank.harvest.port import Connector
from weerklank.model.account import AccountKind
from weerklank.model.clock import SystemClock
from weerklank.model.errors import WeerklankError
from weerklank.model.named_party import NamedAs
from weerklank.model.organisation import Organisation
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.model.run import RunReport
from weerklank.services.change.keep_named import NewParty, add_named, withdraw_named
from weerklank.services.intake.fetch_linked import WayOut
from weerklank.services.intake.import_export import import_export
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.register_account import register
from weerklank.services.runs.run_report import report_json
from weerklank.services.seal.make_archive import make_archive
from weerklank.services.verify.verify_archive import verify_archive
from weerklank.services.workplace import Workplace
from weerklank.testing.canaries import Canaries, Canary, CanaryClass
from weerklank.testing.closed_members import WasOpened, closed_members
from weerklank.testing.demands import NotConforming, Silent, demand
from weerklank.testing.kept_content import demand_content, demand_own_media
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.media_of_others import with_posts_of_others

_FEW = 12
_HIDDEN = 3
_NOTHING_IN_IT = b"Niets van een platform."


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportScene:
    """What an export is to hold; `ExportBench.write` makes it. Its profile has no pictures."""

    #: Posts of the account itself, for everyone, that can be read.
    posts: int
    #: Further posts that the export says it holds, where it states a number; it does not.
    hidden: int = 0
    #: A further record among the posts that can't be read as one.
    broken: bool = False
    #: The file with the posts ends inside one, halfway, and its container is whole.
    cut: bool = False
    #: Pictures: so many of the posts have one of their own, and their files are there.
    pictures: int = 0
    #: So many further posts name a picture of which the file is not there; among `posts`.
    lost_pictures: int = 0
    #: Pictures where those of posts are, which no record names.
    loose: int = 0
    #: Somebody else: a post answers them where the platform has that, mentions them, and has their
    #: handle and address in its words, and their `name` where a record tells whose it is. They
    #: stand in every other field too in which the platform names others.
    person: Canary | None = None
    #: Somebody in every file, or subtree, that must stay closed: messages above all.
    closed: Canary | None = None
    #: Name and value of a field that every post has and no mapping knows.
    unknown: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class ExportBench:
    """What is needed to try a connector."""

    connector: Connector
    #: Address with which the account of the exports is registered.
    url: str
    #: Writes an export at a path as the platform delivers it.
    write: Callable[[Path, ExportScene], object]
    #: Name of its file, as the platform calls it.
    file_name: str
    #: Tells of a member, by its path in the container, whether it must stay closed.
    is_closed: Callable[[str], bool]
    #: Whether the export states how many posts it holds.
    states_count: bool
    #: Whether a medium that no record names is kept; not where it may be one of a message.
    keeps_loose: bool
    #: Whether the export tells of media to which posts they belong.
    matches_media: bool = True
    #: Whether the export has the words of posts.
    has_words: bool = True
    #: Whether the export says of which account it is; else the account is named.
    says_whose: bool = True
    #: Gives the address of the profile of a scene's person, and the id by which the platform knows
    #: them, as who decides that they stay recognisable has it; none where the export names nobody
    #: in a way that tells for sure who it is.
    profile_of: Callable[[Canary], tuple[str, str | None]] | None = None
    #: Leads to the media, where the export holds links to them and no files.
    way_out: WayOut | None = None
    #: Write exports of other platforms.
    others: tuple[Callable[[Path], object], ...] = ()


@dataclass(frozen=True, slots=True)
class _AtHome(Canary):
    """Somebody of whom an export tells one profile, that on its own platform.

    A profile elsewhere under the same name is of another, who must not be named along.
    """

    at: str
    called: str

    @property
    def address(self) -> str:
        return self.at

    @property
    def handle(self) -> str:
        return self.called


ExportCheck = Callable[[ExportBench, Path], None]


class _Trial:
    """An archive with one account, and an export for it."""

    def __init__(
        self, bench: ExportBench, root: Path, scene: ExportScene, sealed: str = "12"
    ) -> None:
        self.root = root
        self.reporter = Silent()
        self._bench = bench
        root.mkdir(parents=True, exist_ok=True)
        self.file = root.with_name(f"{root.name}-handed-in") / bench.file_name
        self.file.parent.mkdir()
        bench.write(self.file, scene)
        self.workplace: Workplace = make_archive(
            root / "archive",
            root / "keys",
            Organisation(name="Voorbeelddam", prefix="vbd", tooi=None, origin="dam.example/log"),
            clock=SystemClock(),
            reporter=self.reporter,
            sealed=sealed,
        ).workplace
        facts = Facts(kind=AccountKind.CORPORATE)
        platform = bench.connector.manifest.platform
        registered = register(self.workplace, bench.url, facts, platform=platform)
        self.named = None if bench.says_whose else registered.account.id

    def take(self, file: Path | None = None) -> RunReport:
        """Import; NotConforming when that fails."""
        try:
            return import_export(
                self.workplace,
                [self._bench.connector],
                file or self.file,
                account=self.named,
                way_out=self._bench.way_out,
            )
        except WasOpened as error:
            raise NotConforming(f"it opened {error}, which must stay closed") from error
        except WeerklankError as error:
            raise NotConforming(f"an export was refused ({error.code}): {error}") from error

    def demand_no_leak(self, canary: Canary, report: RunReport, who: str) -> None:
        """Demand that a canary stands in no byte that was written or told."""
        found = LeakScan([canary]).folder(self.root)
        leaks = [one.where for one in found if one.canary is not None]
        demand(not leaks, f"{who} stands in the clear: {leaks}")
        told = f"{self.reporter.told} {report_json(report)}"
        is_told = any(needle in told for needle in canary.needles)
        demand(not is_told, f"{who} is named in what is told of the run")

    def records_have(self, canary: Canary) -> bool:
        """Tell whether the handle of a canary stands in what a reader is given."""
        needles = (canary.local, canary.local.replace(".", "_"))
        return any(
            needle in gzip.decompress(path.read_bytes()).decode()
            for path in self.root.glob("archive/**/records.jsonl.gz")
            for needle in needles
        )


def _demand_all(report: RunReport, posts: int) -> None:
    demand(
        report.items.posts == posts,
        f"{report.items.posts} of {posts} posts came in, of an export without fault",
    )
    demand(report.complete, f"there are gaps that are none: {[g.kind for g in report.gaps]}")


def _gap(report: RunReport, kind: str) -> int:
    demand(
        all(gap.kind and gap.reason.nl and gap.reason.en for gap in report.gaps),
        "a gap has no kind, or no reason in Dutch and English",
    )
    return sum(gap.count for gap in report.gaps if gap.kind == kind)


def check_whole(bench: ExportBench, root: Path) -> None:
    """Demand that all posts and the profile come in, and the archive verifies."""
    trial = _Trial(bench, root / "a", ExportScene(posts=_FEW))
    report = trial.take()
    _demand_all(report, _FEW)
    demand(report.items.profiles == 1, "the profile did not come in")
    demand(verify_archive(trial.workplace, deep=True).ok, "the archive does not verify")


def check_known_by_content(bench: ExportBench, root: Path) -> None:
    """Demand that an export is known by what is in it, whatever its file is called."""
    trial = _Trial(bench, root / "a", ExportScene(posts=_FEW))
    for name in ("download (3)", "foto.jpg", "EXPORT.ZIP.crdownload"):
        renamed = trial.file.with_name(name)
        shutil.copy(trial.file, renamed)
        try:
            known = bench.connector.open_export(renamed)
        except WeerklankError as error:
            raise NotConforming(f"called {name} it is refused ({error.code})") from error
        demand(known is not None, f"called {name} it is not known any more")


def check_others_are_not_ours(bench: ExportBench, root: Path) -> None:
    """Demand that what is no export of the platform is left to others, without an error."""
    writers: dict[str, Callable[[Path], object]] = {
        "an empty file": lambda path: path.write_bytes(b""),
        "a text": lambda path: path.write_bytes(_NOTHING_IN_IT),
        "a JSON object": lambda path: path.write_bytes(b'{"a":[{"b":1}]}'),
        "a JSON list": lambda path: path.write_bytes(b"[]"),
        "a table": lambda path: path.write_bytes(b"a,b\n1,2\n"),
        "an empty zip": lambda path: zipfile.ZipFile(path, "w").close(),
        "a zip with something else": _zip_of_something,
        "a tar with something else": _tar_of_something,
    }
    writers |= {f"export {number} of others": one for number, one in enumerate(bench.others, 1)}
    for number, (what, write) in enumerate(writers.items()):
        # By its own name: that tells nothing.
        path = root / str(number) / bench.file_name
        path.parent.mkdir(parents=True)
        write(path)
        try:
            taken = bench.connector.open_export(path)
        except WeerklankError as error:
            raise NotConforming(f"{what} was refused as its own ({error.code})") from error
        demand(taken is None, f"{what} was taken for an export of the platform")


def _zip_of_something(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("data/README.txt", _NOTHING_IN_IT)
        made.writestr("messages/inbox.json", b"[]")


def _tar_of_something(path: Path) -> None:
    with tarfile.open(path, "w:gz") as made:
        member = tarfile.TarInfo("data/README.txt")
        member.size = len(_NOTHING_IN_IT)
        made.addfile(member, io.BytesIO(_NOTHING_IN_IT))


def check_nothing_closed_is_opened(bench: ExportBench, root: Path) -> None:
    """Demand that messages and the like are not opened once, and counted."""
    closed = Canaries().give("closed", CanaryClass.THIRD)
    for sealed in ("drop", "12"):
        trial = _Trial(bench, root / sealed, ExportScene(posts=_FEW, closed=closed), sealed)
        with closed_members(bench.is_closed) as opened:
            report = trial.take()
        demand(not opened, f"it opened {opened}, which must stay closed")
        _demand_all(report, _FEW)
        passed = report.direct_messages + report.out_of_scope
        demand(passed > 0, "what stayed closed is not counted")
        trial.demand_no_leak(closed, report, "somebody in what must stay closed")


def check_broken_record(bench: ExportBench, root: Path) -> None:
    """Demand that a record that can't be read is named, and costs itself alone."""
    trial = _Trial(bench, root / "a", ExportScene(posts=_FEW, broken=True))
    report = trial.take()
    demand(
        report.items.posts == _FEW,
        f"one record is broken, and {report.items.posts} of the {_FEW} others came in",
    )
    broken = _gap(report, "record_broken")
    demand(broken == 1, f"one record is broken, and {broken} are told of")
    where = [place.nl for gap in report.gaps for place in gap.where]
    demand(
        any(character.isdecimal() for place in where for character in place),
        f"which record is broken is not told: {where}",
    )


def check_cut_off(bench: ExportBench, root: Path) -> None:
    """Demand that of posts that end too early those before come in, and it is told."""
    trial = _Trial(bench, root / "inside", ExportScene(posts=_FEW, cut=True))
    report = trial.take()
    came = report.items.posts
    demand(0 < came < _FEW, f"the posts end halfway, and {came} of {_FEW} came in")
    demand(not report.complete, "the posts end halfway, and the run was called complete")
    whole = _Trial(bench, root / "outside", ExportScene(posts=_FEW))
    content = whole.file.read_bytes()
    whole.file.write_bytes(content[: len(content) * 2 // 3])
    try:
        report = import_export(whole.workplace, [bench.connector], whole.file, account=whole.named)
    except WeerklankError:
        return  # refused, with a reason and what to do
    demand(not report.complete, "a third of the file is gone, and the run was called complete")


def check_media(bench: ExportBench, root: Path) -> None:
    """Demand that pictures come in with their posts, and one that is not there is told of."""
    if not bench.matches_media:
        return
    scene = ExportScene(posts=_FEW, pictures=4)
    report = _Trial(bench, root / "there", scene).take()
    _demand_all(report, _FEW)
    demand(report.items.media == 4, f"{report.items.media} of 4 pictures came in")
    report = _Trial(bench, root / "lost", replace(scene, lost_pictures=2)).take()
    kinds = ("media_missing", "link_expired", "link_failed", "link_missing")
    lost = sum(_gap(report, kind) for kind in kinds)
    demand(lost == 2, f"2 files of pictures are not there, and {lost} are told of")
    demand(report.items.media == 4, f"{report.items.media} of the 4 others came in")


def check_content(bench: ExportBench, root: Path) -> None:
    """Demand that each post has words, a moment and a picture of its own."""
    pictures = 4 if bench.matches_media else 0
    trial = _Trial(bench, root / "a", ExportScene(posts=_FEW, pictures=pictures))
    _demand_all(trial.take(), _FEW)
    demand_content(trial.root, _FEW, has_words=bench.has_words)
    demand_own_media(trial.root, pictures)


def check_media_of_others(bench: ExportBench, root: Path) -> None:
    """Demand that files of posts by somebody else are not opened, and that this is no gap."""
    if not bench.matches_media:
        return
    somebody = Canaries().give("picture", CanaryClass.THIRD)
    person = RawPerson(
        platform=bench.connector.manifest.platform,
        handle=somebody.handle,
        addresses=(somebody.address,),
        display_name=somebody.name,
    )
    theirs = replace(bench, connector=with_posts_of_others(bench.connector, person))
    trial = _Trial(theirs, root / "a", ExportScene(posts=_FEW, pictures=4))
    report = trial.take()
    demand(report.complete, f"there are gaps that are none: {[g.kind for g in report.gaps]}")
    demand(report.items.media == 1, f"{report.items.media} pictures came in, where 1 is ours")
    trial.demand_no_leak(somebody, report, "who posted the pictures")


def check_loose_media(bench: ExportBench, root: Path) -> None:
    """Demand that a medium which no record names is kept by itself, or told of unopened.

    Of an export that holds no media, or none of posts, there is nothing to demand.
    """
    if bench.way_out is not None or not bench.matches_media:
        return
    trial = _Trial(bench, root / "a", ExportScene(posts=_FEW, pictures=2, loose=3))
    report = trial.take()
    _demand_all(report, _FEW)
    came = report.items.media
    if not bench.keeps_loose:
        told = [limit.count for limit in report.limits if limit.kind == "media_not_opened"]
        demand(came == 2, f"{came} files came in where posts name 2")
        demand(told == [3], f"3 files are named by nothing, and told of are {told}")
        return
    demand(came == 5, f"{came} of 2 pictures and 3 loose ones came in")
    notices = [one.values["count"] for one in report.notices if one.code == "loose-media"]
    demand(notices == ["3"], f"3 files are loose, and told of are {notices}")
    again = trial.take()
    demand(
        not (again.items.media or again.new_versions),
        "loose files came in a second time",
    )


def check_count(bench: ExportBench, root: Path) -> None:
    """Demand that a stated number of posts is held against those that are there."""
    if not bench.states_count:
        report = _Trial(bench, root / "a", ExportScene(posts=_FEW)).take()
        counted = report.counts.get("posts")
        demand(
            counted is None or counted.stated is None,
            "the export states no number of posts, and one is told",
        )
        return
    report = _Trial(bench, root / "a", ExportScene(posts=_FEW, hidden=_HIDDEN)).take()
    demand(report.items.posts == _FEW, "not all posts came in that are there")
    counts = [gap.count for gap in report.gaps]
    demand(_HIDDEN in counts, f"{_HIDDEN} posts are missing, and gaps are told of {counts}")


def check_again(bench: ExportBench, root: Path) -> None:
    """Demand that the same export adds nothing the second time."""
    trial = _Trial(bench, root / "a", ExportScene(posts=_FEW, pictures=2))
    trial.take()
    again = trial.take()
    items = again.items
    new = (items.posts, items.profiles, items.replies, items.media, again.new_versions)
    demand(not any(new), f"the same export came in twice: {new}")
    demand(again.already_held > _FEW, "what was held already is not told to be")


def check_no_leak(bench: ExportBench, root: Path) -> None:
    """Demand that nobody else stands by name, handle or address in any byte written or told."""
    person = Canaries().give("conformance", CanaryClass.THIRD)
    for sealed in ("drop", "12"):
        trial = _Trial(bench, root / sealed, ExportScene(posts=_FEW, person=person), sealed)
        report = trial.take()
        _demand_all(report, _FEW)
        trial.demand_no_leak(person, report, "somebody else")


def check_named(bench: ExportBench, root: Path) -> None:
    """Demand that whom a decision names is readable, until it is taken back: then nowhere."""
    if bench.profile_of is None:
        return
    somebody = Canaries().give("conformance", CanaryClass.THIRD)
    url, number = bench.profile_of(somebody)
    is_of_server = bench.connector.manifest.platform is Platform.MASTODON
    called = somebody.handle if is_of_server else url.rpartition("/")[2].lstrip("@")
    person = _AtHome(**asdict(somebody), at=url, called=called)
    trial = _Trial(bench, root / "a", ExportScene(posts=_FEW, person=person))
    party = add_named(
        trial.workplace,
        NewParty(
            url=url,
            kind=NamedAs.BODY,
            name=person.name,
            start=date(1990, 1, 1),
            until=None,
            reason="A public body.",
            user_id=number,
        ),
    )
    report = trial.take()
    _demand_all(report, _FEW)
    demand(trial.records_have(person), "whom a decision names stands under a pseudonym")
    withdraw_named(trial.workplace, party.id, "It was a mistake.")
    trial.demand_no_leak(person, report, "whom a decision named by mistake")


def check_unknown_field(bench: ExportBench, root: Path) -> None:
    """Demand that a field that no mapping knows is told of, and its values stay closed."""
    somebody = Canaries().give("unknown", CanaryClass.UNKNOWN)
    value = f"van {somebody.name}"
    for sealed in ("drop", "12"):
        scene = ExportScene(posts=_FEW, unknown=("brand_new", value))
        trial = _Trial(bench, root / sealed, scene, sealed)
        report = trial.take()
        _demand_all(report, _FEW)
        told = [path for path in report.unknown_fields if path.endswith("/brand_new")]
        demand(bool(told), f"a new field is not told of: {list(report.unknown_fields)}")
        demand(
            sum(report.unknown_fields[path] for path in told) >= _FEW,
            "how often the new field stood is not told",
        )
        trial.demand_no_leak(somebody, report, "somebody in a field that no mapping knows")


#: All checks of a connector that reads exports.
EXPORT_CHECKS: tuple[ExportCheck, ...] = (
    check_whole,
    check_known_by_content,
    check_others_are_not_ours,
    check_nothing_closed_is_opened,
    check_broken_record,
    check_cut_off,
    check_media,
    check_content,
    check_media_of_others,
    check_loose_media,
    check_count,
    check_again,
    check_no_leak,
    check_named,
    check_unknown_field,
)
