"""A Bluesky repository through all stages: import, search, verify, edits, who signed it, leaks."""

from pathlib import Path

import pytest
from bluesky_place import CITIZEN, HANDLE, MADE, ME, bare, medium, moment, post, theirs, zipped
from place import Archive, gap

from weerklank.testing.bluesky_export import (
    RepoAccount,
    RepoRepost,
    beside,
    car,
    document,
    others,
    records,
    write_zip,
)
from weerklank.testing.bluesky_repo import RepoKey

SAMPLE = Path(__file__).parents[3] / "shared/samples/bluesky/indigo-car/fakermaker.repo.car"
#: Somebody whose handle nobody tells.
OTHER = "did:plc:iemandandersiemandandersi"
BY_ID = f"https://bsky.app/profile/{ME.did}"


@pytest.fixture
def place(tmp_path):
    made = Archive(tmp_path / "plek").begin()
    made.good("account", "add", ME.url, "--kind", "corporate")
    return made


def codes(run) -> set[str]:
    return {one["code"] for one in run["warnings"]}


def kinds(run, what: str = "gaps") -> list[str]:
    return sorted(one["kind"] for one in run[what])


def test_a_repository_comes_in_is_found_and_is_whole(place, tmp_path):
    film, says = medium("film", content_type="video/mp4"), medium("tekst", content_type="text/vtt")
    question = theirs(3)
    items = (
        post(1, "De brug over de Vliet is dicht. #verkeer https://voorbeelddam.example/brug"),
        post(2, "Foto van de markt", images=(medium("markt"),)),
        post(3, "Film", video=film, captions=says),
        post(4, f"@{HANDLE} Morgen weer open.", dids={HANDLE: CITIZEN}, answers=question),
        RepoRepost(published=moment(5), of=question),
        post(6, "Lees dit", quotes=post(1, "").address(ME.did), images=(medium("twee"),)),
    )
    run = place.take(zipped(tmp_path / "export.zip", *items, more=tuple(others(CITIZEN, MADE, 4))))
    assert (run["items"]["posts"], run["items"]["replies"], run["items"]["media"]) == (6, 0, 3)
    assert (run["skipped"]["out_of_scope"], run["exported"]) == (20, "2026-03-01")
    assert (kinds(run), "signature-right" in codes(run)) == ([], True)
    assert kinds(run, "limits").count("replies_not_in_export") == 1
    rows = {row["kind"] + row["created_at"][8:10]: row for row in place.lines()}
    assert rows["post02"]["url"].startswith(f"{BY_ID}/post/")
    assert rows["post02"]["text"].startswith("De brug over de Vliet is dicht. #verkeer")
    assert rows["post02"]["language"] == "nl"
    assert [one["type"] for one in rows["post04"]["media"]] == ["video/mp4"]
    assert "captions_not_kept" in kinds(run, "limits")
    assert says.data not in place.bytes_of_all()
    assert all(one["file"] for row in place.rows() for one in row.get("media", ()))
    reply = rows["reply05"]
    assert "Morgen weer open." in reply["text"]
    assert HANDLE not in reply["text"]
    assert [one["type"] for one in rows["post07"]["refs"]] == ["quote_of"]
    assert rows["post07"]["refs"][0]["key"] == rows["post02"]["key"]
    assert [one["type"] for one in rows["boost06"]["refs"]] == ["boost_of"]
    assert rows["boost06"]["refs"][0]["key"] == reply["refs"][0]["key"]
    (profile,) = [row for row in place.lines() if row["kind"] == "profile"]
    assert (profile["title"], profile["author"]["handle"]) == (ME.display_name, ME.handle)
    found = place.good("search", "brug")
    assert [one["id"] for one in found["hits"]] == [rows["post02"]["id"]]
    assert place.good("verify")["ok"] is True
    again = place.take(zipped(tmp_path / "export.zip", *items))
    assert (again["items"]["posts"], again["new_versions"], again["already_held"]) == (0, 0, 7)


def test_an_unknown_field_of_another_app_is_sealed_and_counted(place, tmp_path):
    run = place.take(bare_named(place, tmp_path, post(1, "Hallo", more={"lol": "kek"})))
    assert run["unknown_fields"] == {"/value/?": 1}
    (source,) = [one for one in place.lines("source") if "feed.post" in str(one)]
    assert "kek" not in str(source)


def bare_named(place: Archive, folder: Path, *items, **how) -> Path:
    """Write repo.car alone, of an account of which the register knows the DID."""
    place.good("account", "edit", ME.handle, "--former-url", BY_ID)
    return bare(folder / "repo.car", *items, **how)


def test_the_file_of_the_app_alone_is_known_once_its_id_is_recorded(place, tmp_path):
    path = bare(tmp_path / "repo.car", post(1, "Hallo"))
    left, answer = place.run("import", str(path))
    assert (answer["error"]["code"], left) == ("IMPORT-031", 2)
    assert ME.did in str(answer["error"])
    assert BY_ID in str(answer["error"])
    left, answer = place.run("import", str(path), "--account", ME.handle)
    assert answer["error"]["code"] == "IMPORT-031"
    assert place.rows() == []
    run = place.take(bare_named(place, tmp_path, post(1, "Hallo")))
    assert codes(run) == {"signature-not-checked"}
    (row,) = place.rows()
    assert (row["text"], row["author"]["handle"]) == ("Hallo", ME.handle)


def test_an_account_registered_by_its_id_is_known_too(tmp_path):
    place = Archive(tmp_path / "plek").begin()
    place.good("account", "add", BY_ID, "--kind", "corporate")
    place.take(bare(tmp_path / "repo.car", post(1, "Hallo")))
    place.take(zipped(tmp_path / "x.zip", post(1, "Hallo"), post(2, "Dag")))
    assert sorted(place.texts()) == ["Dag", "Hallo"]


def test_media_that_did_not_come_along_are_a_gap(place, tmp_path):
    path = bare_named(place, tmp_path, post(1, "Foto", images=(medium(),)))
    run = place.take(path, code=1)
    assert gap(run, "media_missing")["count"] == 1
    assert "media_not_in_export" in kinds(run, "limits")
    # Handed in with its media later, the same post gets them.
    run = place.take(zipped(tmp_path / "x.zip", post(1, "Foto", images=(medium(),))))
    assert len(place.media_files()) == 1


def test_a_wrong_signature_is_told_and_nothing_is_claimed(place, tmp_path):
    run = place.take(zipped(tmp_path / "x.zip", post(1, "Hallo"), key=RepoKey(9)), code=1)
    assert (kinds(run), "signature-wrong" in codes(run)) == (["signature_wrong"], True)
    assert "signature-right" not in codes(run)
    assert place.texts() == ["Hallo"]


def test_a_later_export_with_another_text_makes_a_version(place, tmp_path):
    place.take(zipped(tmp_path / "1.zip", post(1, "Om 9 uur"), post(2, "Blijft")))
    run = place.take(
        zipped(tmp_path / "2.zip", post(1, "Om 10 uur"), post(3, "Nieuw"), made=moment(90))
    )
    assert (run["new_versions"], run["items"]["posts"]) == (1, 1)
    assert run["deletions"] == 1
    texts = [(row.get("version", 1), row["text"]) for row in place.rows()]
    assert sorted(texts) == [(1, "Blijft"), (1, "Nieuw"), (1, "Om 9 uur"), (2, "Om 10 uur")]


def test_answers_below_a_post_of_ours_are_one_thread(place, tmp_path):
    top = post(1, "Vraag maar raak")
    below = post(2, "Dat kan", answers=theirs(2), root=top.address(ME.did))
    place.take(zipped(tmp_path / "1.zip", top, below))
    first, second = sorted(place.rows(), key=lambda row: row["created_at"])
    assert second["thread"] == first["key"]


def test_who_was_met_in_a_thread_of_somebody_else_is_known_there_in_a_later_export(
    place, tmp_path
):
    root = theirs(1, OTHER)
    one = post(2, f"@{HANDLE} dank", dids={HANDLE: CITIZEN}, answers=theirs(2, OTHER), root=root)
    place.take(zipped(tmp_path / "1.zip", one))
    there = post(3, "Dat zei trijntje-vlier al", answers=theirs(3, OTHER), root=root)
    elsewhere = post(4, "Dat zei trijntje-vlier ook", answers=theirs(4, OTHER))
    place.take(zipped(tmp_path / "2.zip", there, elsewhere, made=moment(90)))
    found = [text for text in place.texts() if "trijntje" in text]
    assert found == ["Dat zei trijntje-vlier ook"]


def test_our_own_addresses_stay_in_what_is_held_when_somebody_joins_its_thread(place, tmp_path):
    who, root = "feed.example", theirs(1, OTHER)
    held = post(2, "De naam feed staat hier", answers=theirs(2, OTHER), root=root)
    place.take(zipped(tmp_path / "1.zip", held))
    joins = post(3, f"@{who} dank", dids={who: CITIZEN}, answers=theirs(3, OTHER), root=root)
    run = place.take(zipped(tmp_path / "2.zip", held, joins, made=moment(90)))
    assert run["corrected"] == 1
    assert all(row["url"].startswith(BY_ID) for row in place.rows())
    sources = [one for one in place.lines("source") if "createdAt" in one.get("value", ())]
    assert all(one["uri"].startswith(f"at://{ME.did}/app.bsky.feed.post/") for one in sources)
    assert all(one["value"]["$type"] == "app.bsky.feed.post" for one in sources)
    assert not [text for text in place.texts() if "feed" in text]


def test_who_may_reply_stays_with_the_post(place, tmp_path):
    hidden = theirs(2)
    one = post(1, "Alleen wie wij noemen", allows=("mentionRule",), hides=(hidden,))
    place.take(zipped(tmp_path / "1.zip", one))
    (source,) = [line for line in place.lines("source") if "threadgate" in str(line)]
    assert "app.bsky.feed.threadgate#mentionRule" in str(source)
    (opaque,) = source["threadgate"]["hiddenReplies"]
    assert opaque.startswith("weerklank:item:")
    assert CITIZEN not in str(source)


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the samples of others are not here")
def test_a_repository_that_others_wrote_comes_in(tmp_path):
    place = Archive(tmp_path / "plek").begin()
    did = "did:plc:dpg45vsnuir2vqqqadsn6afg"
    place.good("account", "add", f"https://bsky.app/profile/{did}", "--kind", "corporate")
    run = place.take(SAMPLE, code=1)
    assert run["items"]["posts"] == 41
    assert (kinds(run), run["unknown_fields"]) == (["media_missing"], {})
    assert run["skipped"]["out_of_scope"] == 100
    assert place.good("verify")["ok"] is True


def test_a_single_post_is_asked_for_by_any_of_its_addresses(place, tmp_path):
    items = [post(day, f"Bericht {day}") for day in range(1, 6)]
    key = [one.key.rpartition("/")[2] for one in items]
    asked = (
        f"{ME.url}/post/{key[0]}",
        f"{BY_ID}/post/{key[1]}",
        items[2].address(ME.did),
        f"https://www.bsky.app/profile/{ME.handle.upper()}/post/{key[3]}?ref_src=embed",
    )
    more = [word for one in asked for word in ("--post", one)]
    run = place.take(zipped(tmp_path / "x.zip", *items), *more)
    assert (run["items"]["posts"], kinds(run)) == (4, [])
    assert sorted(place.texts()) == [f"Bericht {day}" for day in range(1, 5)]


def test_our_own_addresses_stay_whoever_is_called_as_their_words(place, tmp_path):
    who = "feed.post.example"
    place.take(zipped(tmp_path / "x.zip", post(1, f"Dank @{who} !", dids={who: CITIZEN})))
    (row,) = place.rows()
    assert row["url"].startswith(BY_ID)
    assert who not in row["text"]
    (source,) = [one for one in place.lines("source") if "createdAt" in one.get("value", ())]
    assert source["uri"].startswith(f"at://{ME.did}/app.bsky.feed.post/")


# --- leaks --------------------------------------------------------------------------------------

#: A name, a handle and a DID of nobody, in every place that a repository has.
NAME = "Quirijn"
LEAK = "quirijnzandstra.bsky.example"
LEAK_DID = "did:plc:quirijnzandstraquirijnza"


def leaking():
    who = {LEAK: LEAK_DID}
    page = f"https://bsky.app/profile/{LEAK}/post/3kaaaaaaaaaaa"
    by_did = f"https://bsky.app/profile/{LEAK_DID}"
    uri = f"at://{LEAK_DID}/app.bsky.feed.post/3kaaaaaaaaaaa"
    mention = {
        "index": {"byteStart": 0, "byteEnd": 8},
        "features": [{"$type": "app.bsky.richtext.facet#mention", "did": LEAK_DID}],
    }
    link = {
        "index": {"byteStart": 0, "byteEnd": 4},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": page}],
    }
    picture = {"data": b"beeld", "content_type": "image/png", "alt": f"Foto van @{LEAK}"}
    texts = [
        f"@{LEAK} dank!",
        f"\uff20{LEAK} dank!",
        f"Zie {page} en {by_did}",
        f"Zie {uri}",
        f"Zie at://{LEAK}/app.bsky.feed.post/3kaaaaaaaaaaa",
        f"Zijn id is {LEAK_DID}.",
        f"Zie https://cdn.bsky.app/img/avatar/plain/{LEAK_DID}/bafkreia@jpeg",
        f"Zie https://deck.example/{LEAK_DID.replace(':', '%3A')}",
        f"Zie https://main.bsky.dev/profile/{LEAK}/post/3kaaaaaaaaaaa",
    ]
    titled = [
        ("Wubbo Klaver (@w.example)", "Wubbo schrijft"),
        ("Wubbo Klaver \u2022 Foto's", "Foto's"),
    ]
    items = [post(n, text, dids=who if n == 1 else {}) for n, text in enumerate(texts, 1)]
    kind = type(medium())
    items += [
        post(20, "@Quirijn bedankt", more={"facets": [mention]}),
        post(21, "Hier staat het", more={"facets": [link]}),
        post(22, "Antwoord", answers=uri),
        post(23, "Quirijn, dat klopt", answers=theirs(9), root=uri, quotes=uri, dids=who),
        post(24, "Citaat", quotes=uri),
        post(25, "Pagina", page=(page, f"Bericht van @{LEAK}", f"@{LEAK} schreef")),
        post(26, "Foto", images=(kind(**picture),)),
        post(27, "Verborgen", hides=(uri,), allows=()),
        post(
            28,
            "Vroeger",
            more={
                "entities": [
                    {"index": {"start": 0, "end": 3}, "type": "mention", "value": value}
                    for value in (LEAK_DID, "did:plc:wubboklaverwubboklaver")
                ]
            },
        ),
        post(
            29,
            f"Dank @{LEAK}",
            more={"via": LEAK, "tags": [LEAK.partition(".")[0]], "extra": LEAK},
        ),
        post(
            30,
            "Lijst",
            more={
                "embed": {
                    "$type": "app.bsky.embed.record",
                    "record": {
                        "uri": f"at://{LEAK_DID}/app.bsky.graph.list/3k",
                        "cid": "bafyreiquirijn",
                    },
                }
            },
        ),
        RepoRepost(published=moment(31), of=uri),
        # The name of a page is that of the person whose profile it is.
        post(32, "Kijk", page=("https://bsky.app/profile/w.example", *titled[0])),
        post(33, "En", page=("https://www.instagram.com/w.voorbeeld/", *titled[1])),
    ]
    return items


def test_nobody_but_us_is_found_in_the_archive(place, tmp_path):
    me = {
        "pinnedPost": {"uri": f"at://{LEAK_DID}/app.bsky.feed.post/3kp", "cid": "bafyreiquirijn"},
        "website": f"https://bsky.app/profile/{LEAK}",
        "pronouns": f"@{LEAK}",
    }
    account = RepoAccount(
        did=ME.did,
        handle=ME.handle,
        display_name=f"V @{LEAK}",
        description=f"Beheer: @{LEAK} ({LEAK_DID})",
        more=me,
    )
    items = leaking()
    content = car(account, [*records(account, items), *others(LEAK_DID, MADE, 3)], MADE)
    path = write_zip(
        tmp_path / "x.zip",
        [
            ("repo.car", content),
            ("did.json", document(account)),
            *beside(items),
            ("chat.bsky/messages.json", LEAK.encode()),
            (f"{LEAK}.txt", LEAK.encode()),
        ],
    )
    run = place.take(path, code=0)
    path.unlink()
    everything = place.bytes_of_all().lower() + str(run).lower().encode()
    for canary in (
        LEAK,
        LEAK_DID,
        "quirijn",
        LEAK_DID.replace(":", "%3a"),
        "wubbo",
        "bafyreiquirijn",
    ):
        if canary.encode() in everything:
            at = everything.index(canary.encode())
            pytest.fail(f"{canary}: {everything[max(0, at - 300) : at + 100]!r}")
    texts = place.texts()
    assert not [text for text in texts if "zandstra" in text.lower()]
    assert place.good("verify")["ok"] is True
