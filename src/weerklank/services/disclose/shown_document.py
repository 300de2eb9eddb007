"""Shown document: what of one document is given out: words with bars, and persons by number."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from weerklank.disclose.passages import Bar, Piece, Words, cut, plain_text
from weerklank.disclose.renumber import Renumbered
from weerklank.documents.document import Document, Heading, Paragraph, Passages, Tone, Withheld
from weerklank.model.area import Area
from weerklank.model.clock import civil_day
from weerklank.model.day_words import day
from weerklank.model.dossier import DISCLOSURES, OPEN, Disclosure, Dossier, DossierDocument
from weerklank.model.item import ArchivalItem, AuthorRole
from weerklank.model.item_words import KINDS
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import TITLES
from weerklank.model.span import Place
from weerklank.model.text import Language
from weerklank.model.woo_grounds import WOO_GROUNDS
from weerklank.services.disclose.given_words import GivenWords
from weerklank.services.find.item_json import author_name

_LANGUAGE: Language = "nl"
_HEADINGS = {Place.TITLE: "Titel", Place.TEXT: "Tekst", Place.FILM: "Tekst in film"}
_WITHHELD = "niet meegegeven"
_HIDDEN = "deel van dit beeld"
_LEFT_BEHIND = (
    "Bestand {number} is niet meegegeven: een deel ervan is gelakt, en dat was er niet veilig uit "
    "te halen."
)


class GivenFile(NamedTuple):
    """A file in the set, with the words that its maker gave for it."""

    name: str
    alt: str
    #: Files of what it says, where it is a film.
    subtitles: tuple[str, ...] = ()
    #: What of a picture is kept back, and on which ground.
    hidden: tuple[tuple[Area, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDocument:
    """A document as it is given out; nothing of it is what is kept back."""

    number: str
    document: DossierDocument
    #: Of the thread that it is in.
    thread: str
    platform: str
    kind: str
    #: Empty where nothing of it goes out.
    author: str
    #: Day on which it was made; None where its platform does not say.
    day: date | None
    #: Address on the platform, of what the organisation itself wrote.
    link: str
    words: dict[Place, tuple[Piece, ...]]
    media: tuple[GivenFile, ...]
    #: Grounds of each file that is kept back.
    withheld: tuple[str, ...]
    #: Numbers of pictures that stay behind, as what is kept back could not be taken out of them.
    left_behind: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """Name it without a word of its own: which document of which dossier."""
        return f"Stuk {self.number}"

    def json(self, dossier: Dossier) -> JsonObject:
        """Give it as data."""
        return {
            "author": self.author or None,
            "day": self.day.isoformat() if self.day else None,
            "dossier": dossier.id,
            "grounds": list(self.document.grounds),
            "id": self.number,
            "judgement": str(self.document.judgement),
            "kind": self.kind,
            "link": self.link or None,
            "media": [
                {
                    "alt": one.alt or None,
                    "file": one.name,
                    "hidden": [{**area.json(), "ground": ground} for area, ground in one.hidden],
                    "subtitles": list(one.subtitles),
                }
                for one in self.media
            ],
            "media_left_behind": list(self.left_behind),
            "platform": self.platform,
            "text": self._plain(Place.TEXT),
            "text_in_film": self._plain(Place.FILM),
            "thread": self.thread,
            "title": self._plain(Place.TITLE),
            "withheld_media": list(self.withheld),
        }

    def page(self, dossier: Dossier, organisation: str) -> Document:
        """Give it as a document to be set on paper."""
        assert dossier.frozen_at is not None  # noqa: S101 - only what is frozen is given out
        facts = [
            ("Dossier", dossier.case or dossier.id),
            ("Platform", self.platform),
            ("Soort", self.kind),
            ("Datum", day(self.day, _LANGUAGE) if self.day else "niet bekend"),
            *((("Van", self.author),) if self.author else ()),
            ("Beoordeling", DISCLOSURES[self.document.judgement].say(_LANGUAGE)),
        ]
        if self.link:
            facts.append(("Publieke link", self.link))
        blocks: list[Heading | Paragraph | Passages] = []
        for place, pieces in self.words.items():
            blocks.append(Heading(1, _HEADINGS[place]))
            blocks.append(Passages(tuple(map(_set, pieces))))
        if self.media or self.withheld or self.left_behind:
            blocks.append(Heading(1, "Bestanden"))
        for one in self.media:
            blocks.append(Heading(2, one.name))
            if one.alt:
                blocks.append(Paragraph(one.alt))
            blocks += [
                Passages((Withheld(ground), f" {_HIDDEN}: {area.said().say(_LANGUAGE)}"))
                for area, ground in one.hidden
            ]
        blocks += [Paragraph(_LEFT_BEHIND.format(number=one)) for one in self.left_behind]
        blocks += [Passages((Withheld(said), f" {_WITHHELD}")) for said in self.withheld]
        for code in self.document.grounds:
            ground = WOO_GROUNDS[code]
            article = f" (artikel {ground.article} Woo)" if ground.article else ""
            said = f"{code}: {ground.text.say(_LANGUAGE)}{article}"
            blocks.append(Paragraph(said, Tone.SOURCE))
        return Document(
            title=self.title,
            organisation=organisation,
            language=_LANGUAGE,
            made=dossier.frozen_at,
            facts=tuple(facts),
            blocks=tuple(blocks),
        )

    def _plain(self, place: Place) -> str | None:
        return plain_text(self.words[place]) if place in self.words else None


def _set(piece: Piece) -> str | Withheld:
    return piece.text if isinstance(piece, Words) else Withheld(piece.said)


def show_document(
    document: DossierDocument,
    item: ArchivalItem,
    persons: Renumbered,
    *,
    given: GivenWords,
    thread: str,
    media: tuple[GivenFile, ...],
    left_behind: tuple[int, ...] = (),
) -> ShownDocument:
    """Take from a document what is kept back, and give persons other names."""
    is_ours = item.author.role is AuthorRole.OWN
    is_refused = document.judgement is Disclosure.REFUSED
    # The address of what is kept back in part would lead to the whole of it.
    is_whole = document.judgement in OPEN
    is_citizen = item.author.role is AuthorRole.CITIZEN
    # Of who has no pseudonym it is not known who is the same.
    name = author_name(item.author) if not is_citizen or item.author.shown else "Persoon"
    # Who is met in what does not go out gets no number: a gap would tell of them.
    cut_up = {} if is_refused else _cut(given, persons)
    author = cut_up.pop(Place.AUTHOR, ())
    if not is_refused and not any(isinstance(piece, Bar) for piece in author):
        author = (Words(persons.name(name) if is_citizen and item.author.shown else name),)
    files = document.media_kept_back
    return ShownDocument(
        number=f"{document.number:04d}",
        document=document,
        thread=thread,
        platform=TITLES[item.platform],
        kind=KINDS[item.kind].say(_LANGUAGE),
        author=plain_text(author),
        day=civil_day(item.created_at) if item.is_dated else None,
        link=str(item.url or "") if is_ours and is_whole else "",
        words=cut_up,
        media=tuple(one._replace(alt=persons.text(one.alt)) for one in media),
        withheld=() if is_refused else tuple(_grounds_at(document, at) for at in sorted(files)),
        left_behind=left_behind,
    )


def _grounds_at(document: DossierDocument, at: int) -> str:
    marks = (m for m in document.redactions if m.place is Place.MEDIUM and m.start == at)
    return Bar(tuple(dict.fromkeys(mark.ground for mark in marks))).said


def _cut(given: GivenWords, persons: Renumbered) -> dict[Place, tuple[Piece, ...]]:
    return {
        place: tuple(
            piece if isinstance(piece, Bar) else Words(persons.text(piece.text))
            for piece in cut(words, given.kept[place])
        )
        for place, words in given.words.items()
    }
