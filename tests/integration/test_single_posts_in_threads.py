"""Single posts: whoever the posts of the same thread name is found, also in those not taken in."""

import pytest
from place import ME, Archive, members, noted, post, tar, uri, url

from weerklank.services.intake import take_in as service

FRIEND = {
    "type": "Mention",
    "href": "https://mast.example/users/vriendzoef",
    "name": "@vriendzoef@mast.example",
}
STRANGER = {
    "type": "Mention",
    "href": "https://mast.example/users/verrekwast",
    "name": "@verrekwast@mast.example",
}
FIRST, SECOND, ELSEWHERE = post(1, "dag"), post(2, "vriendzoef zei dat"), post(3, "hier")
TALK = {"conversation": "tag:x.example,2026-01-01:objectId=5:objectType=Conversation"}
PROCESS = ("--process", "publiekscommunicatie")


def pieces(**second):
    return [
        noted(FIRST, tag=[FRIEND], **(TALK if second == TALK else {})),
        noted(SECOND, **second),
        noted(ELSEWHERE, tag=[STRANGER]),
    ]


@pytest.fixture(params=["corporate", "hybrid"])
def place(tmp_path, request):
    archive = Archive(tmp_path)
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    archive.good("account", "add", ME.url, "--kind", request.param)
    return archive


@pytest.mark.parametrize("hung", [{"inReplyTo": uri(FIRST)}, TALK])
def test_whom_another_post_of_the_thread_names_is_found(place, hung, monkeypatch):
    joined = []
    was = service.Minimiser.note_participants

    def note(self, thread, persons):
        joined.extend(person.handle for person in persons)
        was(self, thread, persons)

    monkeypatch.setattr(service.Minimiser, "note_participants", note)
    export = tar(place.root / "export.tar.gz", members(pieces(**hung)))
    place.take(export, "--post", url(SECOND), *PROCESS)
    (text,) = place.texts()
    assert text.startswith("Burger-")
    assert b"zoef" not in place.bytes_of_all()
    assert joined == ["vriendzoef@mast.example"]


def test_nothing_else_of_posts_that_were_not_chosen_comes_in(place):
    """Other threads of the file leave no row in the blind index."""
    export = tar(place.root / "export.tar.gz", members(pieces(inReplyTo=uri(FIRST))))
    place.take(export, "--post", url(ELSEWHERE), *PROCESS)
    found = [path.read_text().split() for path in place.folder.glob("blind/threads/*.txt")]
    assert sum(len(rows) for rows in found) == 2  # one row: a key and its value
    assert b"zoef" not in place.bytes_of_all()


def test_the_list_to_pick_from_shows_no_one_whom_another_post_names(tmp_path):
    archive = Archive(tmp_path)
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    archive.good("account", "add", ME.url, "--kind", "hybrid")
    for number, hung in enumerate(({"inReplyTo": uri(FIRST)}, TALK)):
        export = tar(tmp_path / f"{number}.tar.gz", members(pieces(**hung)))
        told = archive.good("handin", "a0001", "--file", str(export))
        assert [choice["text"] for choice in told["choices"]] == ["dag", "… zei dat", "hier"]
