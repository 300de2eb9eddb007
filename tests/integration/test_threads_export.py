"""Import of Threads, which lies in Instagram's export, through the real stages."""

import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from place import Archive

from weerklank.testing.instagram_export import (
    InstagramAccount,
    InstagramContent,
    InstagramMedium,
    InstagramPost,
    members,
    write_instagram,
)
from weerklank.testing.meta_json import write_zip

INSTAGRAM = "https://www.instagram.com/gemeentevoorbeelddam"
THREADS = "https://www.threads.com/@gemeentevoorbeelddam"
ME = InstagramAccount(username="gemeentevoorbeelddam", name="Gemeente Voorbeelddam", bio="Hallo")


def post(day, text, *numbers):
    when = datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)
    media = tuple(
        InstagramMedium(
            folder="posts/202601", name=f"{17_900_000_000_000_000 + of}.jpg", data=b"\xff\xd8\xff"
        )
        for of in numbers
    )
    return InstagramPost(when=when, text=text, media=media)


CONTENT = InstagramContent(
    posts=[post(1, "Op Instagram", 1), post(2, "Ook daar", 2)],
    threads=[
        post(3, "Een draadje over de brug, dank @kees.kwartel"),
        post(4, "Met een foto", 3),
    ],
    never=["KanarieBerichten"],
)


@pytest.fixture
def place(tmp_path):
    made = Archive(tmp_path).begin()
    made.good("account", "add", INSTAGRAM, "--kind", "corporate")
    made.good("account", "add", THREADS, "--kind", "corporate")
    return made


def test_one_file_gives_two_accounts_each_its_own(place, tmp_path):
    file = write_instagram(tmp_path / "ig.zip", ME, CONTENT)
    of_instagram = place.take(file)
    assert (of_instagram["account"], of_instagram["items"]["posts"]) == ("a0001", 2)
    assert of_instagram["items"]["media"] == 2
    (beside,) = of_instagram["warnings"]
    assert (beside["code"], "Threads" in beside["message"]) == ("other-platform", True)
    assert "--account" in beside["message"]
    of_threads = place.take(file, "--account", "a0002")
    assert (of_threads["account"], of_threads["items"]["posts"]) == ("a0002", 2)
    assert (of_threads["items"]["media"], of_threads["items"]["profiles"]) == (1, 1)
    assert of_threads["unknown_fields"] == {}
    rows = {row["text"].strip(): row for row in place.rows() if row["platform"] == "threads"}
    said, shown = sorted(rows)
    assert said.startswith("Een draadje over de brug, dank @Burger-")
    assert shown == "Met een foto"
    for hidden in (b"kwartel", b"KanarieBerichten"):
        assert hidden not in place.bytes_of_all()
    assert place.good("verify", "--deep")["ok"]
    again = place.take(file, "--account", "a0002")
    assert (again["items"]["posts"], again["new_versions"]) == (0, 0)


def test_an_export_with_threads_alone_is_of_threads(place, tmp_path):
    file = write_instagram(tmp_path / "ig.zip", ME, CONTENT)
    alone = tmp_path / "threads.zip"
    with zipfile.ZipFile(file) as read, zipfile.ZipFile(alone, "w") as made:
        for name in read.namelist():
            if "threads/" in name:
                made.writestr(name, read.read(name))
    run = place.take(alone, code=1)
    assert (run["account"], run["items"]["posts"]) == ("a0002", 2)


def test_without_posts_of_threads_the_file_is_instagrams(place, tmp_path):
    file = write_instagram(tmp_path / "ig.zip", ME, InstagramContent(posts=[post(1, "Een", 1)]))
    left, answer = place.run("import", str(file), "--account", "a0002")
    assert (left, answer["error"]["code"]) == (2, "IMPORT-005")


def test_posts_and_pictures_in_parts_are_one_export(place, tmp_path):
    left = dict(members(ME, CONTENT))
    files = []
    for number, begins in enumerate(("your_instagram_activity/threads/", "media/", ""), 1):
        chosen = [(name, left.pop(name)) for name in [*left] if name.startswith(begins)]
        files.append(write_zip(tmp_path / f"instagram-{number}.zip", chosen))
    for file in files:
        run = place.take(file, "--account", "a0002")
        assert run["account"] == "a0002"
        assert run["gaps"] == []
    assert len([row for row in place.rows() if row["platform"] == "threads"]) == 2
    assert len(place.media_files()) == 1
