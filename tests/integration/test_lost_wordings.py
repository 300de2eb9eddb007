"""Wordings that one technique did not obtain and another holds, in whatever order they come."""

import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from place import ME, Archive, gap, harvest, medium, moment, post, serving

from weerklank.testing.mastodon_export import ExportPost, write_export
from weerklank.testing.mastodon_items import ExportPoll
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
THEN = post(1, "Het kost tien euro")
NOW = replace(THEN, html="<p>Het is gratis</p>", edited=moment(3))
OTHER = post(2, "Iets anders")


def poll(*choices: str) -> ExportPoll:
    return ExportPoll(options=tuple((one, 0) for one in choices), end=moment(9))


def exported(place: Archive, server: MastodonServer, *items: ExportPost) -> Path:
    """Write an export of the served account, of a day before all harvests."""
    here = replace(
        ME,
        host=server.address.removeprefix("http://"),
        actor_id=f"{server.address}/users/{ME.name}",
    )
    folder = place.root / f"exports{len(list(place.root.glob('exports*')))}"
    folder.mkdir()
    made = folder / "as-made.tar.gz"
    write_export(made, here, list(items))
    path = folder / "archive.tar.gz"
    with tarfile.open(made) as source, tarfile.open(path, "w:gz") as dated:
        for member in source:
            member.mtime = int(moment(31).timestamp())
            dated.addfile(member, source.extractfile(member))
    return path


def versions(place: Archive, text: str) -> list[tuple[str, str]]:
    (hit,) = place.good("search", text)["hits"]
    shown = place.good("post", "show", hit["id"], "--versions")
    assert shown["techniques"] == ["api", "export"]
    return [(one["text"], one["technique"]) for one in shown["versions"]]


def sound(place: Archive) -> None:
    assert place.good("verify", "--deep")["findings"] == []
    done = subprocess.run(
        [sys.executable, str(place.folder / "weerklank_verify.py"), str(place.folder)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_a_wording_that_only_an_older_export_holds_is_an_earlier_version(place):
    with serving(place, NOW, OTHER) as server:
        gap(harvest(place, 1), "edits_missing")
        path = exported(place, server, THEN, OTHER)
        run = place.take(path)
        assert (run["new_versions"], run["complete"]) == (1, True)
        assert " 0 differences" in run["warnings"][0]["message"]
        told = [
            ("Het kost tien euro", "export"),
            ("Het is gratis", "api"),
            ("Het is gratis", "api"),
        ]
        assert versions(place, "tien euro") == versions(place, "gratis") == told
        sound(place)
        # And from then on neither adds anything.
        lines = len(place.lines())
        assert (place.take(path)["new_versions"], len(place.lines())) == (0, lines)
        assert harvest(place, 1)["new_versions"] == 0
        assert len(place.lines()) == lines
    assert place.good("post", "show", place.rows()[0]["id"])["text"] == "Het is gratis"
    place.good("catalogue", "rebuild")
    assert versions(place, "tien euro") == told


def test_what_the_newest_version_says_keeps_who_saw_it_and_when(place):
    with serving(place, NOW) as server:
        harvest(place, 1)
        place.take(exported(place, server, THEN))
    first, older, again = sorted(place.rows(), key=lambda row: row.get("version", 1))
    kept = ("captured_at", "technique", "text", "edited_at")
    assert [again[name] for name in kept] == [first[name] for name in kept]
    assert (again["version"], again["wording"], again["run"]) == (3, 1, older["run"])
    assert "answer" in first
    assert "answer" not in again


def test_a_difference_that_nobody_calls_an_edit_is_kept_as_well(place):
    with serving(place, replace(NOW, edited=None)) as server:
        harvest(place)
        run = place.take(exported(place, server, THEN))
        assert run["new_versions"] == 1
        assert [one for one, _ in versions(place, "gratis")] == [
            "Het is gratis",
            "Het kost tien euro",
            "Het is gratis",
        ]
        assert harvest(place)["new_versions"] == 0
        assert place.take(exported(place, server, THEN))["new_versions"] == 0
    sound(place)


def test_what_the_history_gave_is_no_news_of_an_export(place):
    with serving(place, NOW, edits={NOW.number: [(moment(1), THEN.html)]}) as server:
        harvest(place)
        assert place.take(exported(place, server, THEN))["new_versions"] == 0
    assert len(place.rows()) == 2


def edited(**changed: Any) -> ExportPost:
    """Give the same words, with other media or another poll, by an edit without a history."""
    return replace(THEN, edited=moment(3), **changed)


@pytest.mark.parametrize(
    ("then", "now", "lost", "here"),
    [
        (
            {"media": (replace(medium("een.png"), alt="Foto van de kade"),)},
            {"media": (replace(medium("een.png"), alt="Foto van de brug"),)},
            "kade",
            "brug",
        ),
        ({"poll": poll("Linde", "Berk")}, {"poll": poll("Eik", "Berk")}, "Linde", "Eik"),
    ],
    ids=["alt text", "choices of a poll"],
)
@pytest.mark.parametrize("import_comes_first", [True, False])
def test_what_only_an_older_export_says_beside_the_text_is_found_in_either_order(
    place, then, now, lost, here, import_comes_first
):
    before = replace(THEN, **then)
    with serving(place, edited(**now), OTHER) as server:
        path = exported(place, server, before, OTHER)
        if import_comes_first:
            place.take(path)
        harvest(place, 1)
        if not import_comes_first:
            assert place.take(path)["new_versions"] == 1
        for word in (lost, here):
            (hit,) = place.good("search", word)["hits"]
            assert hit["techniques"] == ["api", "export"]
        lines = len(place.lines())
        assert place.take(path)["new_versions"] == 0
        assert harvest(place, 1)["new_versions"] == 0
        assert len(place.lines()) == lines
    sound(place)


def test_a_medium_that_only_an_older_export_holds_comes_in(place):
    """An edit took it out, and said nothing else."""
    with serving(place, edited(), OTHER) as server:
        harvest(place, 1)
        path = exported(place, server, replace(THEN, media=(medium("een.png"),)), OTHER)
        run = place.take(path)
        assert (run["new_versions"], run["items"]["media"]) == (1, 1)
        assert place.take(path)["new_versions"] == 0
    sound(place)
