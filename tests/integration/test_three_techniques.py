"""What three techniques saw, laid beside each other: of each post, and of the account (C6)."""

from datetime import timedelta

import pytest
from place import Archive
from three_techniques import EXPORTED, TRUTH, UNSEEN, three_techniques

from weerklank import bootstrap
from weerklank.model.beside import WEIGHTS, Aspect, Consequence, Difference
from weerklank.model.clock import civil_day
from weerklank.model.question import Question
from weerklank.model.run import Technique
from weerklank.services.find.find_items import find_items
from weerklank.services.oversee.account_techniques import (
    AccountBeside,
    Asked,
    account_techniques,
    techniques_listed,
)
from weerklank.services.oversee.post_techniques import PostBeside, post_techniques
from weerklank.services.oversee.technique_limits import Limit
from weerklank.services.oversee.technique_looks import Why
from weerklank.services.workplace import Silent, Workplace

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
API, EXPORT, BROWSER = Technique.API, Technique.EXPORT, Technique.BROWSER
LETTERS = {"A": API, "E": EXPORT, "B": BROWSER}


def limits(platform: str) -> tuple[Limit, ...]:
    return tuple(
        limit
        for one in bootstrap.connectors()
        if one.manifest.platform == platform
        for limit in one.manifest.limits
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    made = Archive(tmp_path_factory.mktemp("drie")).begin()
    three_techniques(made)
    return made


@pytest.fixture(scope="module")
def work(place: Archive) -> Workplace:
    return bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())


def of(work: Workplace, word: str) -> PostBeside:
    (item,) = find_items(work, Question(words=word)).items
    return post_techniques(work, item.id, limits)


def account(work: Workplace, **asked: object) -> AccountBeside:
    return account_techniques(work, "a0001", limits("mastodon"), **asked)  # type: ignore[arg-type] # passed on as it came


def test_each_post_and_the_account_tell_what_was_planned(work, place):
    listed = {one.item.key: one for one in techniques_listed(work, "a0001", Asked()).hits}
    assert len(listed) == len(TRUTH)
    for word, (letters, differences) in TRUTH.items():
        found = of(work, word)
        seen = {LETTERS[letter] for letter in letters}
        assert set(found.letters) == seen, word
        assert {str(row.difference) for row in found.different} == differences, word
        # The list of the account says the same as the page of the post.
        hit = listed[found.shown.item.key]
        assert (set(hit.letters), {*map(str, hit.differences)}) == (seen, differences), word
    # And so it is when the catalogue is made anew.
    before = account(work)
    place.good("catalogue", "rebuild")
    after = account(work)
    assert (before.sets, before.differences) == (after.sets, after.differences)


def test_a_post_says_why_a_technique_did_not_see_it(work):
    why = {(word, one.letter): one.why for word in TRUTH for one in of(work, word).saw if one.why}
    assert why == {
        ("vergissing", API): Why.GONE,
        ("vergissing", BROWSER): Why.GONE,
        ("lampen", BROWSER): Why.MISSED,
        ("fietspad", EXPORT): Why.WAITS,
    }


def test_a_post_says_when_and_in_which_run_it_was_seen(work):
    saw = {one.letter: one for one in of(work, "zwembad").saw}
    assert [one.letter for one in of(work, "zwembad").saw] == [API, EXPORT, BROWSER]
    runs = {one.letter: {run.id for run in one.look.runs} for one in saw.values()}
    assert all(one.run in runs[letter] for letter, one in saw.items())
    assert len({one.run for one in saw.values()}) == 3
    numbers = [number for one in saw.values() for number in one.versions]
    assert sorted(numbers) == [1, 2, 3]


def test_a_difference_says_what_it_means_for_completeness(work):
    weights = {
        word: {str(row.aspect): row.weight for row in of(work, word).different} for word in TRUTH
    }
    assert {word: found for word, found in weights.items() if found} == {
        "zwembad": {"text": Consequence.NO_GAP},
        "geschilderd": {"files": Consequence.THANKS},
        "helpt": {"likes": Consequence.NO_GAP},
        "markt": {"text": Consequence.FINDING},
    }


def test_a_text_that_differs_is_marked_word_by_word(work):
    (row,) = of(work, "markt").different
    marked = {
        letter: [(str(one.change), one.text) for one in pieces if one.change != "same"]
        for letter, pieces in row.marked.items()
    }
    # The browser came last, so the archive shows its text.
    assert marked == {
        API: [("removed", "elf"), ("added", "tien")],
        EXPORT: [("removed", "elf"), ("added", "tien")],
        BROWSER: [],
    }


def test_what_a_technique_does_not_tell_is_no_difference(work):
    rows = {row.aspect: row for row in of(work, "helpt").rows}
    # The browser looked on the day of the API: the archive keeps one number of that day.
    likes = rows[Aspect.LIKES].cells
    assert (likes[EXPORT].told, likes[API].told, likes[BROWSER].told) == (3, 10, None)
    assert likes[BROWSER].is_kept
    assert likes[EXPORT].is_other
    assert not likes[BROWSER].is_other
    # Nobody else tells of a number of replies, so there is nothing to differ from.
    assert rows[Aspect.STATED_REPLIES].cells[EXPORT].told is None
    assert rows[Aspect.STATED_REPLIES].difference is None


def test_the_sum_adds_up_set_by_set(work):
    found = account(work)
    assert {one.letters: one.posts for one in found.sets} == {
        (API, EXPORT, BROWSER): 5,
        (API, EXPORT): 1,
        (API, BROWSER): 1,
        (EXPORT,): 1,
    }
    assert found.posts == sum(one.posts for one in found.sets) == 8
    assert [found.seen_by(one).posts for one in (API, EXPORT, BROWSER)] == [7, 7, 6]
    for one in found.sets:
        for letter in {API, EXPORT, BROWSER} - set(one.letters):
            assert sum(m.count for m in one.missed if m.letter is letter) == one.posts
    why = {(one.letters, m.letter): (m.why, m.count) for one in found.sets for m in one.missed}
    assert why == {
        ((API, EXPORT), BROWSER): (Why.MISSED, 1),
        ((API, BROWSER), EXPORT): (Why.WAITS, 1),
        ((EXPORT,), API): (Why.GONE, 1),
        ((EXPORT,), BROWSER): (Why.GONE, 1),
    }
    assert {one.difference: one.count for one in found.differences} == {
        Difference.EDIT: 1,
        Difference.FILES: 1,
        Difference.NUMBERS: 1,
        Difference.WORDS: 1,
    }
    # What counts comes first.
    assert [one.weight.counts for one in found.differences] == [True, True, False, False]


def test_a_period_counts_and_lists_what_was_published_in_it(work):
    day = civil_day(UNSEEN.published)
    found = account(work, first=day, last=day)
    assert [(one.letters, one.posts) for one in found.sets] == [((API, EXPORT), 1)]
    hits = techniques_listed(work, "a0001", Asked(first=day, last=day)).hits
    assert [one.item.text for one in hits] == ["De lampen zijn vervangen."]
    after = civil_day(EXPORTED) + timedelta(days=1)
    assert [one.posts for one in account(work, first=after).sets] == [1]
    assert account(work, last=day - timedelta(days=400)).sets == ()


def test_a_set_and_a_difference_are_listed_in_pages(work):
    every = Asked(letters=(API, EXPORT, BROWSER), limit=2)
    first = techniques_listed(work, "a0001", every)
    second = techniques_listed(work, "a0001", Asked(letters=every.letters, limit=2, offset=2))
    third = techniques_listed(work, "a0001", Asked(letters=every.letters, limit=2, offset=4))
    assert [one.has_more for one in (first, second, third)] == [True, True, False]
    texts = [one.item.text for part in (first, second, third) for one in part.hits]
    assert texts == [
        "De markt begint om elf uur.",
        "Wie helpt mee?",
        "De brug is geschilderd.",
        "Het zwembad is weer open.",
        "Maandag wordt het papier opgehaald.",
    ]
    (hit,) = techniques_listed(work, "a0001", Asked(difference=Difference.WORDS)).hits
    assert hit.item.text == "De markt begint om elf uur."


def test_every_difference_has_a_meaning():
    assert set(WEIGHTS) == set(Difference)


def told(place: Archive, work: Workplace, word: str, *more: str) -> str:
    (item,) = find_items(work, Question(words=word)).items
    keys = ("--archive", str(place.folder), "--keys", str(place.root / "keys"))
    code, said, _ = place.spoken("post", "show", item.id, *keys, *more)
    assert code == 0
    return said


def test_the_command_says_in_words_what_was_laid_beside_each_other(place, work, monkeypatch):
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    said = told(place, work, "markt", "--versions")
    beside = said[said.index("Technieken naast elkaar") :]
    assert beside.count(" gezien; zo vastgelegd op ") == 3
    assert (
        "  Tekst: telt mee: bekijken. Geen moment van bewerken verklaart het. Kijk welke tekst "
        "klopt.\n"
    ) in beside
    assert "    API      ≠ De markt begint om tien uur.\n" in beside
    assert "    Browser    De markt begint om elf uur.\n" in beside
    assert "  Gelijk: Geplaatst, " in beside
    # Why one did not see it stands with who did.
    beside = told(place, work, "lampen", "--versions")
    assert (
        "  Browser  niet gezien. Zij keek in die periode en vond het niet. Kijk waarom.\n"
        in beside
    )
    assert "  Zij vertellen hetzelfde.\n" in beside
    beside = told(place, work, "vergissing", "--versions")
    assert "  Eén techniek zag dit bericht; er is nog niets om het naast te leggen.\n" in beside
    assert "  Gelijk: " not in beside
    assert "Technieken naast elkaar" not in told(place, work, "markt")
