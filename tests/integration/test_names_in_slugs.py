"""Whoever takes part in a thread is found in the title that an address of it writes as one."""

import pytest
from place import SOMEONE, Archive, members, noted, post, tar, uri

AT = "https://krant.example/nieuws/"
SLUGS = (
    "interview_met_kwikzilver_over",
    "InterviewMetKwikzilver",
    "?q=%u006bwikzilver",
    "gesprek_kwikzilver.html",
)
PERSON = {"mentions": (("https://mast.example/users/kwikzilver", "@kwikzilver@mast.example"),)}


def texts(slug):
    return {
        "link": f'<a href="{AT}{slug}">hier</a>',
        "text": f"{AT}{slug}",
        "both": f'<a href="{AT}{slug}">{AT}{slug}</a>',
    }


@pytest.fixture
def place(tmp_path):
    return Archive(tmp_path).make()


@pytest.mark.parametrize("how", ["link", "text", "both"])
@pytest.mark.parametrize("slug", SLUGS)
def test_a_slug_names_nobody_of_its_thread(place, slug, how):
    first = post(1, "dag", **PERSON)
    second = noted(post(2, f"Lees {texts(slug)[how]}."), inReplyTo=uri(first))
    place.take(tar(place.root / "e.tar.gz", members([noted(first), second])))
    assert len(place.rows()) == 2
    assert b"wikzilver" not in place.bytes_of_all().lower()


def test_a_slug_that_was_held_goes_out_when_somebody_joins(place):
    first = post(1, f"Lees {texts(SLUGS[0])['both']}.")
    place.take(tar(place.root / "e.tar.gz", members([noted(first)])))
    assert b"kwikzilver" in place.bytes_of_all()
    second = noted(post(2, "dag", **PERSON), inReplyTo=uri(first))
    run = place.take(tar(place.root / "later.tar.gz", members([noted(first), second])))
    assert run["corrected"] == 1
    assert b"kwikzilver" not in place.bytes_of_all()


def test_other_slugs_stay(place):
    slug = texts("Over_bruggenEnWegen")["both"]
    place.take(tar(place.root / "e.tar.gz", members([noted(post(1, slug, mentions=(SOMEONE,)))])))
    assert f"{AT}Over_bruggenEnWegen" in place.texts()[0]
