"""Marks 'not government information': who marks, who decides, what becomes of it (D6)."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from place import Archive, Json, line, members, noted, packed, post

from weerklank.model.destruction import DestructionList
from weerklank.model.mark import Mark
from weerklank.package.names import PackageName
from weerklank.services.appraise import mark_item
from weerklank.services.seal.check_sources import SourceCheck
from weerklank.services.workplace import Workplace
from weerklank.store.lock import is_held

PRIVATE = post(1, "Zondag lekker barbecueën met de buren.")
PARTY = post(2, "Stem woensdag op onze lijst.")
PLAIN = post(3, "De brug is dicht.")
OTHERS = tuple(post(day, f"Barbecue nummer {day}.") for day in (5, 6, 7))
REASON = ("--not-government", "--reason", "Privé, over een barbecue.")
ANNA, COR, RUUD, BO = "Anna", "Cor", "Ruud", "Bo"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "place").make()
    made.good("person", "add", "Ria", "--role", "register-owner")
    for name, *roles in (
        (ANNA, "archivist"),
        (BO, "archivist", "communication"),
        (COR, "communication"),
        (RUUD, "reviewer"),
    ):
        given = [part for role in roles for part in ("--role", role)]
        made.good("person", "add", name, *given, "--as", "Ria")
    made.take(packed(tmp_path, "zip", members(map(line, (PRIVATE, PARTY, PLAIN, *OTHERS)))))
    return made


def found(archive: Archive, *arguments: str) -> list[str]:
    return [hit["id"] for hit in archive.good("search", *arguments)["hits"]]


def the(archive: Archive, words: str) -> str:
    (item,) = found(archive, words)
    return item


def refused(archive: Archive, *arguments: str, code: int = 3) -> str:
    left, answer = archive.run(*arguments)
    assert left == code, answer
    return str(answer["error"]["code"])


def facet(archive: Archive, *arguments: str) -> dict[str, int]:
    facets: Json = archive.good("search", *arguments, "--facets")["facets"]
    return {one["value"]: one["count"] for one in facets["state"]}


def test_a_mark_waits_and_changes_nothing(archive: Archive) -> None:
    item = the(archive, "barbecueën")
    mark = archive.good("mark", item, *REASON, "--as", COR)
    assert (mark["id"], mark["state"], mark["marked_by"]) == (item, "waiting", COR)
    assert mark["reason"] == "Privé, over een barbecue."
    assert archive.good("show", item)["state"] == "present"
    assert [one["id"] for one in archive.good("mark", "list", "--waiting")["marks"]] == [item]
    assert refused(archive, "mark", item, *REASON, "--as", COR) == "MARK-003"


def test_restricted_is_a_state_by_which_one_searches_and_counts(archive: Archive) -> None:
    item = the(archive, "barbecueën")
    archive.good("mark", item, *REASON, "--as", COR)
    decided = archive.good("mark", "decide", item, "restrict", "--as", ANNA)
    assert (decided["state"], decided["decided_by"], decided["list"]) == ("restricted", ANNA, None)
    assert archive.good("show", item)["state"] == "restricted"
    assert found(archive, "--state", "restricted") == [item]
    assert item not in found(archive, "--state", "present", "--limit", "50")
    both = found(archive, "--state", "present", "--state", "restricted", "--limit", "50")
    assert len(both) == len(found(archive, "--limit", "50"))
    assert facet(archive) == {"present": 6, "restricted": 1}
    assert facet(archive, "barbecueën") == {"restricted": 1}
    archive.good("catalogue", "rebuild")
    assert found(archive, "--state", "restricted") == [item]
    lifted = archive.good("mark", "decide", item, "keep", "--as", ANNA)
    assert (lifted["state"], lifted["restricted"]) == ("kept", False)
    assert found(archive, "--state", "restricted") == []
    assert facet(archive) == {"present": 7}


def test_a_later_version_stays_restricted(archive: Archive, tmp_path: Path) -> None:
    item = the(archive, "barbecueën")
    archive.good("mark", item, *REASON, "--as", COR)
    archive.good("mark", "decide", item, "restrict", "--as", ANNA)
    words = "<p>Zondag barbecue, nu met salade.</p>"
    again = noted(PRIVATE, content=words, contentMap={"nl": words}, updated="2026-01-20T10:00:00Z")
    archive.take(packed(tmp_path, "tar.gz", members([again])))
    assert found(archive, "--state", "restricted") == [item]
    assert facet(archive, "salade") == {"restricted": 1}


def test_who_marked_never_decides(archive: Archive) -> None:
    item = the(archive, "barbecueën")
    archive.good("mark", item, *REASON, "--as", BO)
    assert refused(archive, "mark", "decide", item, "keep", "--as", BO) == "MARK-005"
    archive.good("mark", "decide", item, "keep", "--as", ANNA)
    archive.good("mark", item, *REASON, "--as", COR)
    assert refused(archive, "mark", "decide", item, "restrict", "--as", BO) == "MARK-005"


def test_roles_are_asked_and_so_is_a_reason(archive: Archive) -> None:
    item = the(archive, "barbecueën")
    refused(archive, "mark", item, *REASON)
    refused(archive, "mark", item, *REASON, "--as", ANNA)
    long = ("--not-government", "--reason", "x" * 501)
    assert refused(archive, "mark", item, *long, "--as", COR, code=2) == "MARK-001"
    assert refused(archive, "mark", item, "--reason", "Privé", "--as", COR, code=2) == "USE-001"
    archive.good("mark", item, *REASON, "--as", COR)
    refused(archive, "mark", "decide", item, "keep", "--as", COR)
    refused(archive, "mark", "decide", item, "keep")
    other = the(archive, "brug")
    assert refused(archive, "mark", "decide", other, "keep", "--as", ANNA, code=2) == "MARK-004"
    archive.good("mark", "decide", item, "keep", "--as", ANNA)
    assert refused(archive, "mark", "decide", item, "keep", "--as", ANNA) == "MARK-006"


def test_a_profile_is_no_post(archive: Archive) -> None:
    (profile,) = found(archive, "--kind", "profile")
    assert refused(archive, "mark", profile, *REASON, "--as", COR) == "MARK-002"


def test_remove_proposes_a_list_that_three_persons_bring_to_its_end(archive: Archive) -> None:
    item = the(archive, "barbecueën")
    archive.good("mark", item, *REASON, "--as", COR)
    mark = archive.good("mark", "decide", item, "remove", "--as", ANNA)
    assert (mark["state"], mark["list"]) == ("removal-proposed", "v0001")
    assert archive.good("show", item)["state"] == "restricted"  # until it is destroyed
    (proposed,) = archive.good("destroy", "list")["lists"]
    assert (proposed["ground"], proposed["items"]) == ("not-government", [item])
    assert proposed["state"] == "proposed"
    assert refused(archive, "destroy", "approve", "v0001", "--as", ANNA) == "DESTROY-002"
    archive.good("destroy", "review", "v0001", "--as", RUUD)
    assert refused(archive, "destroy", "approve", "v0001", "--as", ANNA) == "DESTROY-003"
    archive.good("destroy", "approve", "v0001", "--as", BO)
    archive.good("destroy", "execute", "v0001", "--as", BO)
    assert refused(archive, "show", item, code=2) == "SEARCH-003"
    assert archive.good("mark", "list")["marks"] == []
    assert archive.good("verify", "--deep")["ok"]


def test_a_list_of_a_mark_decided_otherwise_goes_no_further(archive: Archive) -> None:
    item = the(archive, "barbecueën")
    archive.good("mark", item, *REASON, "--as", COR)
    archive.good("mark", "decide", item, "remove", "--as", ANNA)
    archive.good("mark", "decide", item, "keep", "--as", BO)
    assert refused(archive, "destroy", "review", "v0001", "--as", RUUD) == "MARK-008"
    # Decided once more, the list that nobody reviewed holds again.
    again = archive.good("mark", "decide", item, "remove", "--as", ANNA)
    assert again["list"] == "v0001"
    archive.good("destroy", "review", "v0001", "--as", RUUD)


def test_the_register_warns_where_it_recurs(archive: Archive) -> None:
    items = found(archive, "barbecue")
    for number, item in enumerate(items):
        assert archive.good("account", "list")["accounts"][0]["marks_recur"] is None, number
        archive.good("mark", item, *REASON, "--as", COR)
        archive.good("mark", "decide", item, "restrict", "--as", ANNA)
    assert len(items) == 3
    assert archive.good("account", "list")["accounts"][0]["marks_recur"] == 3
    archive.good("mark", "decide", items[0], "keep", "--as", ANNA)
    assert archive.good("account", "show", "a0001")["marks_recur"] is None


def test_marks_are_sealed_in_the_log(archive: Archive) -> None:
    item = the(archive, "barbecueën")
    archive.good("mark", item, *REASON, "--as", COR)
    archive.good("mark", "decide", item, "restrict", "--as", ANNA)
    answer = archive.good("verify", "--deep")
    assert answer["ok"]
    assert not [one for one in answer["not_checked"] if "unsealed" in str(one)]
    (decided,) = archive.events("decisions", "mark.decided")
    assert (decided["subject"], decided["actor"]["name"]) == (item, ANNA)
    for file in (archive.folder / "decisions").rglob("*.json"):
        if b'"kind":"mark.decided"' in file.read_bytes():
            file.write_bytes(file.read_bytes().replace(b"restrict", b"keep"))
    code, answer = archive.run("verify")
    assert (code, answer["ok"]) == (1, False)


def test_a_list_that_no_decision_names_destroys_nothing(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who decides dies between the two writes: the list is there, the decision is not."""
    item = the(archive, "barbecueën")
    archive.good("mark", item, *REASON, "--as", COR)
    propose = mark_item.propose_for_mark

    def dies(workplace: Workplace, mark: Mark) -> DestructionList:
        propose(workplace, mark)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(mark_item, "propose_for_mark", dies)
        assert archive.run("mark", "decide", item, "remove", "--as", ANNA)[0] == 4
    assert archive.good("mark", "list")["marks"][0]["state"] == "waiting"
    assert [one["list"] for one in archive.good("destroy", "list")["lists"]] == ["v0001"]
    assert refused(archive, "destroy", "review", "v0001", "--as", RUUD) == "MARK-008"
    archive.good("mark", "decide", item, "keep", "--as", ANNA)
    assert refused(archive, "destroy", "review", "v0001", "--as", RUUD) == "MARK-008"
    # Decided in the end, it is the same list that holds.
    assert archive.good("mark", "decide", item, "remove", "--as", BO)["list"] == "v0001"
    archive.good("destroy", "review", "v0001", "--as", RUUD)


def test_nobody_decides_otherwise_between_list_and_decision(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = the(archive, "barbecueën")
    archive.good("mark", item, *REASON, "--as", COR)
    propose = mark_item.propose_for_mark
    held = []

    def looks(workplace: Workplace, mark: Mark) -> DestructionList:
        held.append(is_held(workplace.layout.lock("decisions")))
        return propose(workplace, mark)

    monkeypatch.setattr(mark_item, "propose_for_mark", looks)
    archive.good("mark", "decide", item, "remove", "--as", ANNA)
    assert held == [True]


def test_what_is_kept_in_the_last_moment_is_not_destroyed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at a list and the intent, another archivist decides to keep."""
    item = the(archive, "barbecueën")
    archive.good("mark", item, *REASON, "--as", COR)
    archive.good("mark", "decide", item, "remove", "--as", ANNA)
    archive.good("destroy", "review", "v0001", "--as", RUUD)
    archive.good("destroy", "approve", "v0001", "--as", BO)
    check = SourceCheck.check

    def meanwhile(self: SourceCheck, packages: Iterable[tuple[PackageName, int]]) -> None:
        check(self, packages)
        archive.good("mark", "decide", item, "keep", "--as", ANNA)

    monkeypatch.setattr(SourceCheck, "check", meanwhile)
    assert refused(archive, "destroy", "execute", "v0001", "--as", BO) == "MARK-008"
    assert archive.good("show", item)["state"] == "present"
