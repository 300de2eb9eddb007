"""A number of a destroyed post inside a larger value of another post's source goes with it."""

from pathlib import Path

import pytest
from place import HOST, Archive, members, noted, post, tar, uri, url

FIRST = post(1, "Wij beginnen over de brug over de rivier, die morgen weer open gaat.")
TAG = f"tag:{HOST},2026-01-02:objectId={{}}:objectType=Conversation"

#: How a server may name a conversation by the post that it began with.
NAMED = {
    "tag": TAG.format(FIRST.number),
    "address": uri(FIRST),
    "page": url(FIRST),
    "below it": f"{uri(FIRST)}#conversation",
    "context": f"https://{HOST}/contexts/{FIRST.number}",
    "in a list": [TAG.format(FIRST.number)],
    "as an object": {"id": TAG.format(FIRST.number)},
}


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    made = Archive(tmp_path).make()
    for name, role in (("Pia", "privacy"), ("Ruud", "reviewer"), ("Anna", "archivist")):
        made.good("person", "add", name, "--role", role)
    return made


def destroy(place: Archive, item: str) -> dict:
    made = place.good(
        "destroy", "propose", "--id", item, "--ground", "selection", "--reason", "x", "--as", "Pia"
    )
    number = str(made["list"])
    place.good("destroy", "review", number, "--as", "Ruud")
    place.good("destroy", "approve", number, "--as", "Anna")
    return place.good("destroy", "execute", number, "--as", "Anna")


@pytest.mark.parametrize("how", NAMED)
def test_a_destruction_leaves_no_number_of_the_post_in_the_name_of_its_conversation(place, how):
    answer = noted(post(2, "Zij is open."), inReplyTo=uri(FIRST), conversation=NAMED[how])
    begun = noted(FIRST, conversation=NAMED[how])
    place.run("import", str(tar(place.root / "e.tar.gz", members([begun, answer]))))
    (row,) = [row for row in place.rows() if "beginnen" in row["text"]]
    destroy(place, row["id"])
    assert str(FIRST.number).encode() not in place.bytes_of_all()
    assert len(place.rows()) == 1


def test_a_conversation_with_a_number_of_its_own_keeps_its_name(place):
    talk = TAG.format(500)
    place.take(tar(place.root / "e.tar.gz", members([noted(FIRST, conversation=talk)])))
    assert [
        line["object"]["conversation"] for line in place.lines("source") if "object" in line
    ] == [talk]
