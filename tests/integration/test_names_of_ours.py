"""Accounts of the register stay named, with whatever server a handle of theirs is written."""

import orjson
import pytest
from place import Archive, Json, moment, outbox, tar

from weerklank.testing.mastodon_actor import actor
from weerklank.testing.mastodon_export import ExportAccount, ExportPost, activity, snowflake

HOST = "social.grootdam.example"
ME = ExportAccount(
    host=HOST,
    name="gemeente",
    display_name="Gemeente Grootdam",
    summary_html="<p>Nieuws.</p>",
    actor_id=f"https://{HOST}/users/gemeente",
    created=moment(0),
)


def mention(href: str, name: str) -> Json:
    return {"type": "Mention", "href": href, "name": name}


BRANDWEER = mention(f"https://{HOST}/users/brandweer", "@brandweer@grootdam.example")
SELF = mention(ME.actor_id, "@gemeente@grootdam.example")
TEXT = "@brandweer@grootdam.example en @gemeente@grootdam.example: dank, brandweer!"


@pytest.fixture
def place(tmp_path):
    archive = Archive(tmp_path)
    archive.good("init", str(archive.folder), "--organisation", "Grootdam", "--sealed", "12")
    archive.good("account", "add", ME.url, "--kind", "corporate")
    archive.good("account", "add", f"https://{HOST}/@brandweer", "--kind", "corporate")
    return archive


def taken(place, text, *tags, **profile):
    """Take one post in; give its record and its source, and that of the profile."""
    when = moment(1)
    made = activity(ME, ExportPost(number=snowflake(when), published=when, html=f"<p>{text}</p>"))
    named = [tag["href"] for tag in tags]
    made["cc"] = made["object"]["cc"] = [*made["cc"], *named]
    made["object"]["tag"] = list(tags)
    about = orjson.dumps({**actor(ME), **profile})
    content = [("actor.json", about), ("outbox.json", outbox([made]))]
    place.run("import", str(tar(place.root / "export.tar.gz", content)))
    (row,) = place.rows()
    told, posted = sorted(place.lines("source"), key=lambda source: "object" in source)
    return row, posted, told


@pytest.mark.parametrize("stated", [{"webfinger": "gemeente@grootdam.example"}, {}])
def test_who_is_listed_by_page_stays_named_by_the_domain_of_the_handles(place, stated):
    row, posted, told = taken(place, TEXT, BRANDWEER, SELF, **stated)
    assert row["text"] == TEXT
    assert posted["object"]["tag"] == [BRANDWEER, SELF]
    assert posted["cc"][-2:] == [BRANDWEER["href"], SELF["href"]]
    assert told["webfinger"] == {**actor(ME), **stated}["webfinger"]


def test_a_handle_that_the_profile_states_counts_without_a_mention(place):
    row, _, _ = taken(place, TEXT, webfinger="gemeente@grootdam.example")
    assert row["text"] == TEXT


def test_who_is_listed_by_name_stays_so_by_an_address_that_tells_none(place):
    tag = mention(f"https://{HOST}/ap/users/116000000000000002", "@brandweer")
    _, posted, _ = taken(place, "@brandweer", tag)
    assert posted["object"]["tag"] == [tag]
    assert posted["cc"][-1] == tag["href"]


OLD = mention("https://oud.example/users/gemeente", "@gemeente@oud.example")


def test_who_is_called_as_we_are_leaves_our_own_name(place):
    """Mentioned with a tag, and in the rest of the thread."""
    text = "Dank @gemeente@oud.example, de gemeente helpt. De gemeente Grootdam sluit de brug."
    row, posted, _ = taken(place, text, OLD)
    assert row["text"].startswith("Dank @Burger-")
    assert row["text"].endswith(", de gemeente helpt. De gemeente Grootdam sluit de brug.")
    assert "oud.example" not in str(posted)


@pytest.mark.parametrize("name", ["gemeente", "brandweer", "gemeente_grootdam"])
def test_who_joins_and_is_called_as_one_of_ours_leaves_our_own_name(place, name):
    place.good("account", "add", f"https://{HOST}/@gemeente_grootdam", "--kind", "corporate")
    first, second = moment(1), moment(2)
    written = name.replace("_", " ")
    text = f"De {written} sluit de brug. @{name} helpt. @{name}@oud.example ook."
    held = activity(
        ME, ExportPost(number=snowflake(first), published=first, html=f"<p>{text}</p>")
    )
    path = place.root / "export.tar.gz"
    about = ("actor.json", orjson.dumps(actor(ME)))
    place.take(tar(path, [about, ("outbox.json", outbox([held]))]))
    joins = activity(
        ME, ExportPost(number=snowflake(second), published=second, html=f"<p>de {name} dankt</p>")
    )
    joins["object"]["inReplyTo"] = held["object"]["id"]
    joins["object"]["tag"] = [mention(f"https://oud.example/users/{name}", f"@{name}@oud.example")]
    place.take(tar(path, [about, ("outbox.json", outbox([held, joins]))]))
    one, two = place.texts()
    assert one.startswith(f"De {written} sluit de brug. @{name} helpt. @Burger-")
    assert two == f"de {name} dankt"


IMPOSTORS = {
    "of our name": mention("https://kwaad.example/users/brandweer", f"@brandweer@{HOST}"),
    "of another name": mention("https://kwaad.example/users/kwikzilver", f"@brandweer@{HOST}"),
    "of an address that tells none": mention(
        "https://kwaad.example/ap/users/8", f"@brandweer@{HOST}"
    ),
    "at our address": mention(f"https://{HOST}/users/brandweer", "@kwikzilver@kwaad.example"),
}


@pytest.mark.parametrize("how", IMPOSTORS)
def test_an_impostor_stays_hidden(place, how):
    named = "kwikzilver" if "kwikzilver" in str(IMPOSTORS[how]) else "allen"
    _, posted, _ = taken(place, f"dag {named}", IMPOSTORS[how])
    assert b"kwikzilver" not in place.bytes_of_all()
    assert b"kwaad.example" not in place.bytes_of_all()
    if how != "at our address":
        assert posted["cc"][-1].startswith("weerklank:person:")


@pytest.mark.parametrize(
    "stated", ["kwikzilver@mast.example", "gemeente van kwikzilver", ["kwikzilver@mast.example"]]
)
def test_what_a_profile_states_of_another_is_no_name_of_ours(place, stated):
    tag = mention("https://mast.example/users/kwikzilver", "@kwikzilver@mast.example")
    _, _, told = taken(place, "dag @kwikzilver@mast.example", tag, webfinger=stated)
    assert "webfinger" not in told
    assert b"kwikzilver" not in place.bytes_of_all()
