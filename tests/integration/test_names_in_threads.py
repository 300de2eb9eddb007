"""Whom the structure of posts names is found in the texts of the thread, however it is written."""

import pytest
from place import ME, SOMEONE, Archive, members, noted, post, tar, uri


@pytest.fixture
def place(tmp_path):
    return Archive(tmp_path).make()


def mention(href, name):
    return {"type": "Mention", "href": href, "name": name}


def taken(place, *pieces, code=0):
    """Take posts in and give their texts."""
    place.take(tar(place.root / "export.tar.gz", members(pieces)), code=code)
    return place.texts()


def test_the_old_handle_of_somebody_renamed_is_found_where_the_new_one_is_mentioned(place):
    at = "https://mast.example/ap/users/116000111222"
    old = mention(at, "@trijntje_vlier@mast.example")
    new = mention(at, "@kwikzilver9@mast.example")
    first = post(1, "dag")
    texts = taken(
        place,
        noted(first, tag=[old]),
        noted(post(2, "trijntje_vlier heet nu kwikzilver9"), tag=[new], inReplyTo=uri(first)),
        noted(post(3, "dag trijntje_vlier"), inReplyTo=uri(first)),
        noted(post(4, "en kwikzilver9 was hier"), tag=[old], inReplyTo=uri(first)),
    )
    assert len(texts) >= 4
    assert b"trijntje" not in place.bytes_of_all()
    assert b"kwikzilver" not in place.bytes_of_all()


@pytest.mark.parametrize(
    ("handle", "written"),
    [
        ("jan_van_der_kwibus", "Jan van der Kwibus"),
        ("anne_marie_van_der_kwibus", "Anne Marie van der Kwibus"),
        ("jan_kwibus", "Jan Kwibus"),
        ("jan_van_den_kwibus", "Jan v.d. Kwibus"),
        ("jan_van_den_kwibus", "Jan vd Kwibus"),
        ("jan_vd_kwibus", "Jan v/d Kwibus"),
        ("jan_vd_kwibus", "Jan van de Kwibus"),
        ("jan_vanden_kwibus", "Jan van der Kwibus"),
    ],
)
def test_a_name_of_up_to_five_words_is_found_in_the_rest_of_the_thread(place, handle, written):
    first = post(1, "welkom")
    taken(
        place,
        noted(first, tag=[mention(f"https://mast.example/users/{handle}", f"@{handle}")]),
        noted(post(2, f"zoals {written} al zei"), inReplyTo=uri(first)),
    )
    assert b"Kwibus" not in place.bytes_of_all()
    assert any(text.startswith("zoals Burger-") for text in place.texts())


@pytest.mark.parametrize("handle", ["jo", "k"])
@pytest.mark.parametrize("later", [False, True])
def test_a_short_handle_is_found_where_it_is_mentioned_in_the_thread(place, handle, later):
    first = post(1, f"dag @{handle}, het is zo {handle} als het is")
    answer = noted(post(2, f"hoi {handle}"), inReplyTo=uri(first))
    joins = noted(
        post(3, "dank"),
        tag=[mention(f"https://mast.example/users/{handle}", f"@{handle}@mast.example")],
        inReplyTo=uri(first),
    )
    if later:
        taken(place, noted(first), answer)
    one, two, _ = taken(place, noted(first), answer, joins)
    assert one.startswith("dag @Burger-")
    assert one.endswith(f", het is zo {handle} als het is")
    assert two.startswith("hoi Burger-")
    # Two bytes alone stand by chance in what is sealed: look for them with their neighbours.
    written = place.bytes_of_all()
    for clear in (f"dag @{handle},", f"hoi {handle}", f"@{handle}@mast", f'users/{handle}"'):
        assert clear.encode() not in written


@pytest.mark.parametrize(
    "name", ["https://mast.example/@trijntje_vlier", "acct:trijntje_vlier@mast.example"]
)
def test_a_mention_by_an_address_makes_no_name_of_its_parts(place, name):
    at = "https://mast.example/users/trijntje_vlier"
    first, second = post(1, "dag trijntje_vlier"), post(2, "zie https://elders.example/acct")
    texts = taken(
        place,
        noted(first, tag=[mention(at, name)]),
        noted(second, tag=[mention(at, "@trijntje_vlier@mast.example")]),
    )
    assert texts[0].startswith("dag Burger-")
    assert texts[1] == "zie https://elders.example/acct"
    assert b"trijntje" not in place.bytes_of_all()


BY, NAME = SOMEONE
MENTION = mention(BY, NAME)
STRUCTURE = {
    "answered by atom": {"inReplyToAtomUri": f"{BY}/statuses/1"},
    "authorization": {"quoteAuthorization": f"{BY}/quote_authorizations/1"},
    "quoted": {"quoteUri": f"{BY}/statuses/1"},
    "quoted by Misskey": {"_misskey_quote": f"{BY}/statuses/1"},
    "context": {"context": f"{BY}/statuses/1"},
    "policy": {"interactionPolicy": {"canQuote": {"automaticApproval": [BY]}}},
    "second author": {"attributedTo": [ME.actor_id, BY]},
    "audience": {"audience": BY},
    "author of what is answered": {
        "inReplyTo": {"id": "https://mast.example/notes/1", "type": "Note", "attributedTo": BY}
    },
    "type as a list": {"tag": [{**MENTION, "type": ["Mention"]}]},
    "lists in a mention": {"tag": [{"type": "Mention", "href": [BY], "name": [NAME]}]},
    "list of names": {"tag": [{"type": "Mention", "name": ["@kwik@mast.example", NAME]}]},
    "list in the list": {"tag": [[MENTION]]},
    "another name than address": {"tag": [mention(BY, "@kwik@mast.example")]},
}


@pytest.mark.parametrize("where", STRUCTURE)
def test_whom_the_structure_names_is_found_in_the_text_and_in_the_thread(place, where):
    first = post(1, "dag trijntje_vlier")
    export = tar(
        place.root / "export.tar.gz",
        members(
            [
                noted(first, **STRUCTURE[where]),
                noted(post(2, "ook dag trijntje_vlier"), inReplyTo=uri(first)),
            ]
        ),
    )
    place.run("import", str(export))
    assert len(place.rows()) == 2
    assert [text for text in place.texts() if "Burger-" not in text] == []
    assert b"trijntje" not in place.bytes_of_all()


@pytest.mark.parametrize(
    "address",
    [
        "https://mast.example/web/@trijntje_vlier",
        "https://social.voorbeelddam.example/deck/@trijntje_vlier@mast.example",
        "https://mast.example/authorize_interaction?uri=trijntje_vlier@mast.example",
        "https://elk.zone/mast.example/@trijntje_vlier",
        "https:/mast.example/@trijntje_vlier",
    ],
)
def test_a_link_to_a_page_of_a_client_names_nobody(place, address):
    text = f'zie <a href="{address}">haar bericht</a> of {address}.'
    assert taken(place, noted(post(1, text)))[0].count("Burger-") == 2
    assert b"trijntje" not in place.bytes_of_all()


def test_a_handle_behind_escapes_is_found_in_the_rest_of_the_thread(place):
    first = post(1, "dag")
    link = "".join(
        (
            '<a href="https://mast.example/search?q=trijntje%5Fvlier">',
            '<span class="ellipsis">mast.example/search?q=trijn</span>',
            '<span class="invisible">tje%5Fvlier</span></a>',
        )
    )
    taken(
        place,
        noted(first, tag=[MENTION]),
        noted(post(2, f"zie {link}"), inReplyTo=uri(first)),
        noted(post(3, "bron: ?u=trijntje%255Fvlier"), inReplyTo=uri(first)),
    )
    assert [text[:11] for text in place.texts()[1:]] == ["zie Burger-", "bron: Burge"]
    assert b"vlier" not in place.bytes_of_all()


def test_the_owner_of_something_is_found_in_the_rest_of_the_thread(place):
    first = post(1, "dag")
    written = ("trijntje_vliers idee", "Trijntje Vliers idee")
    answers = [post(2 + number, text) for number, text in enumerate(written)]
    taken(
        place,
        noted(first, tag=[MENTION]),
        *(noted(answer, inReplyTo=uri(first)) for answer in answers),
    )
    assert [text.startswith("Burger-") for text in place.texts()[1:]] == [True, True]
    assert b"vlier" not in place.bytes_of_all().lower()


@pytest.mark.parametrize(
    "written",
    [
        "\u202ereilv_ejtnjirt\u202c",
        "t\U0001f338r\U0001f338ijntje_vl\U0001f338ier",
        "\u1d1b\u0280\u026a\u1d0a\u0274\u1d1b\u1d0a\u1d07_\u1d20\u029f\u026a\u1d07\u0280",
    ],
)
def test_a_handle_dressed_up_is_found_in_the_rest_of_the_thread(place, written):
    first = post(1, "dag")
    taken(place, noted(first, tag=[MENTION]), noted(post(2, written), inReplyTo=uri(first)))
    assert "Burger-" in place.texts()[1]
    assert written.encode() not in place.bytes_of_all()


def test_how_many_are_found_in_mentions_and_greetings_only_is_reported(place):
    """A name that is an ordinary word stays where it is one: the report tells of how many."""
    boom = mention("https://mast.example/users/boom", "@boom@mast.example")
    vos = mention("https://mast.example/users/vos", "@vos@mast.example")
    first = post(1, "De boom staat er nog, @boom.")
    export = tar(
        place.root / "export.tar.gz",
        members(
            [
                noted(first, tag=[boom, MENTION]),
                noted(post(2, "Dag boom en vos"), tag=[vos, boom], inReplyTo=uri(first)),
            ]
        ),
    )
    assert place.take(export)["ordinary_names"] == 2
    assert place.texts()[0].startswith("De boom staat er nog, @Burger-")
    (told,) = place.events("journal", "run.finished")
    assert told["data"]["ordinary_names"] == 2
    given = ["--archive", str(place.folder), "--keys", str(place.root / "keys"), "import"]
    _, said, _ = place.spoken(*given, str(export))
    assert "2 persons have a name that is an ordinary word" in said


#: Eight, as who comes first of two is chance.
BIRDS = tuple(f"{bird}{more}" for bird in ("roerdomper", "kwikstaart") for more in "abcd")


def said(number, content, **changed):
    return noted(post(number, content), inReplyTo=uri(post(1, "")), **changed)


def of_bird(bird, server):
    return [mention(f"https://{server}/users/{bird}", f"@{bird}@{server}")]


def test_who_of_two_of_one_name_is_meant_is_no_edit(place):
    """A post that says the bare name stays as it is when another of that name joins."""
    pieces = [noted(post(1, "Dag."))]
    for number, bird in enumerate(BIRDS):
        pieces.append(said(10 + number, "dag", tag=of_bird(bird, "een.example")))
        pieces.append(said(30 + number, f"Wat {bird} schreef klopt."))
    taken(place, *pieces)
    before = place.texts()
    for later in (50, 60, 70):
        for number, bird in enumerate(BIRDS):
            server = f"{'anna' if later == 50 else 'zus'}.example"
            pieces.append(said(later + number, "hoi", tag=of_bird(bird, server)))
        run = place.take(tar(place.root / f"{later}.tar.gz", members(pieces)))
        assert run["new_versions"] == 0
        assert run["corrected"] == 0
    assert set(before) <= set(place.texts())
    assert place.good("verify", "--deep")["ok"]


@pytest.mark.parametrize(
    ("first", "later", "text"),
    [
        ("jan_{}", "{}", "Hoi {}, dat schreef u."),
        ("jan_{}", "{}", "Wat {} schreef #Dank{camel}"),
        ("jan{}", "jan_{}", "Wat jan {} schreef #Dank{camel} https://krant.example/{camel}"),
    ],
)
def test_a_shorter_name_that_becomes_known_is_no_edit(place, first, later, text):
    """What is all of one name and a part of another stays whose it was, also beside numbers."""
    pieces = [noted(post(1, "Dag."))]
    for number, bird in enumerate(BIRDS):
        told = text.format(bird, camel=f"Jan{bird.title()}")
        pieces.append(said(10 + number, "dag", tag=of_bird(first.format(bird), "een.example")))
        pieces.append(said(30 + number, told))
    taken(place, *pieces)
    for number, bird in enumerate(BIRDS):
        pieces.append(said(50 + number, "hoi", tag=of_bird(later.format(bird), "anna.example")))
    for _ in range(2):
        run = place.take(tar(place.root / "later.tar.gz", members(pieces)))
        assert run["new_versions"] == 0
    found = place.good("search", "schreef")["hits"]
    assert len(found) == len(BIRDS)
    assert {hit["state"] for hit in found} == {"present"}
    assert not any(bird in hit["text"].lower() for hit in found for bird in BIRDS)
    assert place.good("verify", "--deep")["ok"]


def test_somebody_else_in_the_place_of_one_is_an_edit(place):
    """Who is meant is asked of what was held where it can't be told, and nowhere else."""
    pieces = [
        noted(post(1, "Dag.")),
        said(10, "dag", tag=of_bird("jan_roerdomper", "een.example")),
        said(11, "dag", tag=of_bird("roerdomper", "anna.example")),
    ]
    taken(place, *pieces, said(30, "Hoi jan_roerdomper, dat schreef u."))
    changed = said(30, "Hoi kwikstaart, dat schreef u.")
    more = said(12, "dag", tag=of_bird("kwikstaart", "zus.example"))
    run = place.take(tar(place.root / "later.tar.gz", members([*pieces, more, changed])))
    assert run["new_versions"] == 1


def test_a_longer_name_that_becomes_known_is_no_edit(place):
    """What is left of it behind a shorter name goes; nobody is said to have edited."""
    pieces = [noted(post(1, "Dag."))]
    for number, bird in enumerate(BIRDS):
        pieces.append(said(10 + number, "dag", tag=of_bird(bird, "een.example")))
        pieces.append(said(30 + number, f"Wat {bird} watervlug schreef klopt."))
    taken(place, *pieces)
    assert any("watervlug" in text for text in place.texts())
    for number, bird in enumerate(BIRDS):
        pieces.append(said(50 + number, "hoi", tag=of_bird(f"{bird}_watervlug", "anna.example")))
    place.take(tar(place.root / "later.tar.gz", members(pieces)))
    found = place.good("search", "schreef klopt")["hits"]
    assert len(found) == len(BIRDS)
    for hit in found:
        assert "watervlug" not in hit["text"]
        shown = place.good("post", "show", hit["id"])
        assert (shown["version"], shown["wording"]) == (2, 1), "the words of the first version"
    again = place.take(tar(place.root / "later.tar.gz", members(pieces)))
    assert again["new_versions"] == 0
    assert place.good("verify", "--deep")["ok"]
