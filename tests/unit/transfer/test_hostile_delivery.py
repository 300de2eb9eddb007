"""A delivery that is made to take long or to pass unseen: it does neither."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest

from weerklank.services.transfer.check_sip import Checked, check_mdto
from weerklank.transfer import mdto_lists as lists
from weerklank.transfer.mdto import (
    Concept,
    FileDigest,
    FileObject,
    Identifier,
    InformationObject,
    Mdto,
    Reference,
    Restriction,
)
from weerklank.transfer.mdto_delivery import Delivery
from weerklank.transfer.mdto_rules import findings_in
from weerklank.transfer.mdto_xml import mdto_pieces

OBJECT = InformationObject(
    ids=(Identifier("vbd-1", "wij"),),
    name="a",
    appraisal=lists.APPRAISALS.concept("Blijvend te bewaren"),
    creators=(Reference("gemeente Voorbeelddam"),),
    restrictions=(Restriction(type=lists.RESTRICTIONS.concept("Geen beperking")),),
)
FILE = FileObject(
    ids=(Identifier("vbd-2", "wij"),),
    name="a.json",
    size="2",
    format=Concept("JSON", "fmt/817", Reference(lists.PRONOM)),
    digests=(
        FileDigest(lists.DIGESTS.concept("SHA-256"), "0a" * 32, "2026-11-03T10:15:00+01:00"),
    ),
    represents=Reference("a", Identifier("vbd-1", "wij")),
)
MANY = 1500


def ref(mark: str) -> Reference:
    return Reference("x", Identifier(mark, "wij"))


def delivered(made: Callable[[int], InformationObject]) -> dict[str, int]:
    """Count the findings in a delivery of many objects by rule; it may not take long."""
    found: dict[str, int] = {}
    with Delivery() as delivery:
        for number in range(MANY):
            delivery.take(f"o{number}/o{number}.mdto.xml", Mdto(made(number)))
        delivery.done()
        late = Timer(60.0, delivery._database.interrupt)
        late.start()
        try:
            for _, one in delivery.findings():
                found[one.code] = found.get(one.code, 0) + 1
        finally:
            late.cancel()
    return found


def test_many_objects_that_point_at_each_other_take_no_time_that_grows_with_their_square():
    def ids(*marks: str) -> tuple[Identifier, ...]:
        return tuple(Identifier(mark, "wij") for mark in marks)

    found = delivered(lambda n: replace(OBJECT, ids=ids("x", f"y{n}"), part_of=(ref("x"),)))
    assert found["MDTO-D01"] == MANY - 1
    assert found["MDTO-D07"] == 1
    row = delivered(lambda n: replace(OBJECT, ids=ids(f"y{n}"), part_of=(ref(f"y{n + 1}"),)))
    assert row == {"MDTO-D06": MANY - 1}
    ring = delivered(lambda n: replace(OBJECT, ids=ids(f"y{n}"), part_of=(ref(f"y{n // 2}"),)))
    assert ring["MDTO-D07"] == 1  # the first alone is a part of itself, and all others of that


class Mark(str):
    """A mark that counts how often one is held against another."""

    count = 0
    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Mark.count += 1
        return str.__eq__(self, other)


def test_each_identifier_of_an_object_is_not_held_against_each_other_one():
    many = tuple(Identifier(Mark(f"n{number}"), "wij") for number in range(MANY))
    parents = tuple(ref(f"p{number}") for number in range(MANY))
    twice = replace(OBJECT, ids=(*many, many[0]), part_of=(*parents, ref("n1499")))
    codes = [one.code for one in findings_in(Mdto(twice))]
    assert codes == ["MDTO-R14", "MDTO-R13"]
    assert Mark.count < MANY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a delivery of one object with two files that are called alike but for their endings."""
    (made := tmp_path / "a").mkdir()
    shown = (Reference("a.json", FILE.ids[0]), ref("vbd-3"))
    write(made / "a.mdto.xml", replace(OBJECT, represented_by=shown))
    for name, mark in (("a.json", "vbd-2"), ("a.warc", "vbd-3")):
        (made / name).write_text("{}")
        told = replace(FILE, ids=(Identifier(mark, "wij"),), digests=digests("SHA-256", EMPTY))
        write(made / f"{name}.bestand.mdto.xml", told)
    return tmp_path


#: SHA-256 of `{}`.
EMPTY = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def digests(label: str, value: str) -> tuple[FileDigest, ...]:
    return (FileDigest(lists.DIGESTS.concept(label), value, "2026-11-03T10:15:00+01:00"),)


def write(path: Path, subject: InformationObject | FileObject) -> None:
    path.write_bytes(b"".join(mdto_pieces(Mdto(subject))))


class Quiet:
    """A reporter to whom nothing is told."""

    def progress(self, done: int) -> None: ...


def rules(folder: Path) -> set[tuple[str, str]]:
    checked: Checked = check_mdto(folder, Quiet())  # type: ignore[arg-type] - of progress alone
    return {(Path(one.file).name, one.rule) for one in checked.findings} - {
        ("pakbon.xml", "MDTO-P01")
    }


def test_a_size_that_no_file_has_is_not_passed_over(folder):
    assert rules(folder) == set()
    for size in ("9" * 19, "1" + "0" * 18):
        told = replace(FILE, size=size, digests=digests("SHA-256", EMPTY))
        write(folder / "a/a.json.bestand.mdto.xml", told)
        assert rules(folder) == {("a.json", "MDTO-B01")}


def test_metadata_named_without_ending_are_of_one_file(folder):
    (folder / "a/a.warc.bestand.mdto.xml").rename(folder / "a/a.bestand.mdto.xml")
    assert rules(folder) == set()
    (folder / "a/a.xyz").write_text("{}")
    assert rules(folder) == {("a.xyz", "MDTO-D05")}


def test_a_manifest_that_says_two_things_of_a_file_is_not_believed(folder):
    lines = [(EMPTY, "a/a.json"), ("0" * 64, "a/a.json"), (EMPTY, "a/a.warc")]
    text = "".join(f"{digest}  {name}\n" for digest, name in lines)
    (folder / "manifest-sha256.txt").write_text(text)
    assert {("a.json", "MDTO-B03")} <= rules(folder)
    assert ("a.warc", "MDTO-B03") not in rules(folder)


def test_a_bag_whose_content_is_a_link_is_not_followed(folder, tmp_path):
    (bag := tmp_path / "bag").mkdir()
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    (bag / "data").symlink_to(folder / "a")
    assert rules(bag) == {("data", "MDTO-D10"), ("bagit.txt", "MDTO-D05")}


def test_a_file_that_cannot_be_named_is_a_finding(folder):
    name = b"a\xff.json"
    (folder / "a/a.json").rename(folder / "a" / name.decode(errors="surrogateescape"))
    (folder / "a/a.json.bestand.mdto.xml").unlink()
    told = replace(FILE, digests=digests("SHA-512", "0a" * 64))
    path = folder / "a" / (name + b".bestand.mdto.xml").decode(errors="surrogateescape")
    write(path, told)
    assert ("a\\udcff.json", "MDTO-D10") in rules(folder)
