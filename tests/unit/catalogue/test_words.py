"""How texts and questions are cut into words, read, and widened with forms."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.catalogue.query_words import (
    Either,
    Forms,
    Marked,
    Sought,
    Together,
    Without,
    Words,
    read_words,
    wanted_of,
    with_forms,
)
from weerklank.catalogue.word_forms import forms_of
from weerklank.catalogue.words import marked_words, placed_marks, placed_words, words_of
from weerklank.model.errors import WrongUse

BRIDGE, LOCK, SEA = Words(("brug",)), Words(("sluis",)), Words(("zee",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Eén café, coöperatie!", "een cafe cooperatie"),
        ("cafe\u0301", "cafe"),  # the accent as a sign of its own
        ("hoog\u00adwater", "hoogwater"),  # a soft hyphen inside
        ("hoog\u200bwater", "hoogwater"),
        ("𝗟𝗲𝘁 𝗼𝗽", "let op"),  # noqa: RUF001 - bold signs, as in social media
        ("ＬＥＴ", "let"),  # noqa: RUF001 - look-alikes are the subject
        ("straße Ĳssel", "strasse ijssel"),
        ("#Hoogwater @Gemeente", "hoogwater gemeente"),
        ("https://voorbeelddam.example/afval?x=1", "https voorbeelddam example afval x 1"),
        ("oud-papier foto's 1.500", "oud papier foto s 1 500"),
        ("!?", ""),
        ("🚧 !?", "emoji1f6a7"),
        ("dicht🚧tot 9 uur", "dicht emoji1f6a7 tot 9 uur"),
        ("👍🏽 ☀️", "emoji1f44d emoji2600"),  # the colour and how it is drawn are nothing
        ("👩\u200d🚒", "emoji1f469 emoji1f692"),  # joined from two
        ("İstanbul ISTANBUL istanbul", "istanbul istanbul istanbul"),
        ("I\u0307stanbul i\u0307stanbul", "istanbul istanbul"),
        ("ısı", "isi"),  # noqa: RUF001 - the small letter without a dot
        ("Привет", "привет"),
    ],
)
def test_a_text_is_cut_into_plain_words(text: str, words: str) -> None:
    assert words_of(text) == tuple(words.split())
    assert tuple(word for _, _, word in placed_words(text)) == tuple(words.split())


@given(st.text())
def test_words_of_any_text_have_places_in_it(text: str) -> None:
    ends = 0
    for start, end, word in placed_words(text):
        assert 0 <= start < end <= len(text)
        assert word in words_of(text[start:end])
        ends = end
    assert ends <= len(text)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Let op #Hoogwater! #hoogwater", ["#hoogwater"]),
        ("#coöperatie-week.", ["#cooperatie-week"]),
        ("@gemeente@Social.example dank", ["@gemeente@social.example", "@gemeente"]),
        ("mail info@voorbeelddam.example", []),
        ("@Burger-7KQ4-M2XN-9T dank", []),
        ("C# ## @ #", []),
        ("geen", []),
    ],
)
def test_hashtags_and_mentions_are_told(text: str, marked: list[str]) -> None:
    assert list(marked_words(text)) == marked


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("(#Brug) dicht", {"#brug": "#Brug"}),
        ("“#brug”, zie @Dorp.", {"#brug": "#brug", "@dorp": "@Dorp"}),
        ("#brug's en #sluis…", {"#brug": "#brug", "#sluis": "#sluis"}),
        ("#brug/#sluis", {"#brug": "#brug", "#sluis": "#sluis"}),
        ("#cafe\u0301s", {"#cafes": "#cafe\u0301s"}),
        ("@dorp@voorbeelddam.example: ja", {"@dorp@voorbeelddam.example": None}),
        ("https://voorbeelddam.example/p#brug ##brug @burger-7kq4", {}),
    ],
)
def test_what_is_marked_stands_where_it_was_written(
    text: str, marks: dict[str, str | None]
) -> None:
    placed = {word: text[start:end] for start, end, word in placed_marks(text)}
    assert placed == {word: written or word for word, written in marks.items()}
    assert set(placed) <= set(marked_words(text))


@given(st.text(alphabet="#@ab1_.-é( \u0301", max_size=30))
def test_all_that_is_found_by_its_sign_is_placed(text: str) -> None:
    placed = {word for _, _, word in placed_marks(text)}
    assert placed | {f"@{one[1:].partition('@')[0]}" for one in placed if "@" in one[1:]} == set(
        marked_words(text)
    )


def test_a_text_of_signs_alone_is_gone_through_once() -> None:
    began = time.monotonic()
    found = sum(1 for _ in placed_marks("#a" * 100_000))
    assert found == 1  # each of the others stands behind a letter
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("brug", BRIDGE),
        ("brug sluis", Together((BRIDGE, LOCK))),
        ("brug AND sluis", Together((BRIDGE, LOCK))),
        ("brug EN sluis", Together((BRIDGE, LOCK))),
        ("brug and sluis", Together((BRIDGE, Words(("and",)), LOCK))),
        ("brug OR sluis", Either((BRIDGE, LOCK))),
        ("brug OF sluis zee", Either((BRIDGE, Together((LOCK, SEA))))),
        ("(brug OF sluis) zee", Together((Either((BRIDGE, LOCK)), SEA))),
        ("brug NOT sluis", Together((BRIDGE, Without(LOCK)))),
        ("brug -sluis", Together((BRIDGE, Without(LOCK)))),
        (
            'brug -"sluis zee"',
            Together((BRIDGE, Without(Words(("sluis", "zee"), in_quotes=True)))),
        ),
        ("brug -(sluis OF zee)", Together((BRIDGE, Without(Either((LOCK, SEA)))))),
        ("(-brug)", Without(BRIDGE)),
        ("brug -#hoogwater", Together((BRIDGE, Without(Marked("#hoogwater"))))),
        ("brug -5 sluis--zee", Together((BRIDGE, Words(("5",)), Words(("sluis", "zee"))))),
        ("NIET NIET brug", Without(Without(BRIDGE))),
        ("brug(sluis)", Together((BRIDGE, LOCK))),
        ('"brug dicht"', Words(("brug", "dicht"), in_quotes=True)),
        ("“brug dicht”", Words(("brug", "dicht"), in_quotes=True)),
        ('"brug OF"', Words(("brug", "of"), in_quotes=True)),
        ('"brug dic*"', Words(("brug", "dic"), is_open=True)),
        ("brug*", Words(("brug",), is_open=True)),
        ("oud-pap*", Words(("oud", "pap"), is_open=True)),
        ("oud-papier", Words(("oud", "papier"))),
        ("#Hoogwater", Marked("#hoogwater")),
        ("@gemeente", Marked("@gemeente")),
        ("@Burger-7KQ4-M2XN-9T", Words(("burger", "7kq4", "m2xn", "9t"))),
        ("brug - !!", BRIDGE),
        ("*", None),
        ("", None),
        ('"', None),
    ],
)
def test_a_question_is_read(typed: str, sought: Sought | None) -> None:
    assert read_words(typed) == sought


@pytest.mark.parametrize(
    "typed",
    [
        "(brug", "brug)", ")", "(", "()", "brug AND", "OR brug", "NOT", "brug AND OR sluis",
        "NIET ()", "b*", "*brug", "br*g", "(" * 50 + "brug" + ")" * 50, "NOT " * 90 + "brug",
        "x" * 2001, "w " * 101, "wo* " * 21,
    ],
)  # fmt: skip
def test_a_question_that_can_t_be_read_gets_a_hint(typed: str) -> None:
    with pytest.raises(WrongUse) as refused:
        read_words(typed)
    assert refused.value.code == "SEARCH-004"
    for language in ("nl", "en"):
        assert refused.value.hint(language)


@given(st.text(alphabet='abc ()"*#@-ANDORTE\\:^~{}[]+?', max_size=60))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        sought = read_words(typed)
    except WrongUse:
        return
    assert sought is None or list(wanted_of(sought)) is not None


@pytest.mark.parametrize(
    ("word", "others"),
    [
        line.split(": ")
        for line in """\
brug: bruggen bruggetje
bruggen: brug
huis: huizen huisje
gemeente: gemeenten gemeentes
gemeenten: gemeente
vergunning: vergunningen
brief: brieven
straat: straten straatje
boom: bomen boompje
man: mannen
maan: manen
werkdag: werkdagen
weg: wegen
fietsen: fiets fietst fietste gefietst fietsend
fietst: fietsen gefietst
melden: meldt meldde gemeld
aanvragen: aanvraag aangevraagd aanvraagt
aangevraagd: aanvragen
plannen: plan gepland
verhuizen: verhuisd verhuist
mogelijkheid: mogelijkheden
binnenstad: binnensteden
raadslid: raadsleden
kind: kinderen
grote: groot
ziek: zieke
lief: lieve
tunnel: tunnels
bezoeker: bezoekers
tip: tips
auto: autootje
koning: koninkje
water: wateren
verbieden: verbood verboden
aanbieden: aangeboden aanbood
afsluiten: afgesloten afgesloten
museum: musea
zwembad: zwembaden
parkeren: parkeert geparkeerd
werk: werken werkt werkte gewerkt
werkt: werk werken
meld: melden meldt gemeld
betaalt: betaal betalen betaald
plaats: plaatsen plaatst geplaatst
groot: grote groter grotere grootst grootste
groter: groot grote grotere grootste
snel: sneller snelste
duurder: duur dure duurste
veiligst: veilig veiliger
hoogste: hoog hoge hoger""".splitlines()
    ],
)
def test_forms_of_a_word_are_found(word: str, others: str) -> None:
    found = forms_of(word)
    assert found[0] == word
    assert set(others.split()) <= set(found)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("kans", "kan"), ("mens", "men"), ("man", "maan"), ("maan", "mannen"), ("rots", "rot"),
        ("plaats", "plaat"), ("gebied", "bieden"), ("kant", "kan"), ("vergunning", "vergund"),
        ("gemeente", "meent"), ("wet", "weet"), ("raad", "rad"), ("bomen", "bommen"),
        ("mark", "markt"), ("kus", "kust"), ("ouder", "oud"), ("leger", "leeg"),
        ("later", "laat"), ("kamer", "kaam"), ("water", "wat"), ("kracht", "krach"),
    ],
)  # fmt: skip
def test_other_words_are_no_forms(word: str, other: str) -> None:
    assert other not in forms_of(word)


@given(st.text(max_size=70))
def test_forms_of_anything_are_few(text: str) -> None:
    for word in (text, *words_of(text)):
        assert len(forms_of(word)) < 200


def test_only_words_by_themselves_get_their_forms() -> None:
    known = {"bruggen", "sluizen"}.__contains__
    sought = read_words('brug sluis* "zee" NOT sluis #brug')
    assert sought is not None
    assert with_forms(sought, known) == Together(
        (
            Forms(("brug", "bruggen")),
            Words(("sluis",), is_open=True),
            Words(("zee",), in_quotes=True),
            Without(Forms(("sluis", "sluizen"))),
            Marked("#brug"),
        )
    )


def test_a_picture_has_no_other_forms() -> None:
    sought = read_words("🚧 brug")
    assert sought == Together((Words(("emoji1f6a7",)), BRIDGE))
    assert with_forms(sought, lambda _: True).parts[0] == Words(("emoji1f6a7",))
