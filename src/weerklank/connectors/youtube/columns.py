"""Names of the files and columns of Google Takeout, which writes them in the user's language.

Each is known by its English name here, whatever language it came in, so that an export says the
same in each. English, Dutch, Spanish, Romanian and Lithuanian were seen in real exports, but for
some rare columns, which are named by analogy; German was read in programs of others. A table is
known by its file name, and its columns must agree: a playlist may bear any name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from weerklank.harvest.csv_rows import BrokenRow, CsvRows
from weerklank.model.item import Visibility
from weerklank.model.json_value import JsonObject

_NUMBER = re.compile("[0-9]+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"))
_COPY = re.compile(r"\([0-9]+\)$")


class Table(StrEnum):
    """The tables of an export that are read; no other file of it is opened."""

    CHANNEL = "channel"
    ADDRESSES = "channel URL configs"
    VIDEOS = "videos"
    TEXTS = "video texts"
    POSTS = "posts"
    REPLIES = "comments"
    PLAYLISTS = "playlists"


#: Names of their files, without `.csv` and folded.
_FILES: dict[Table, str] = {
    Table.CHANNEL: "channel|kanaal|canal|kanalas|kanal",
    Table.ADDRESSES: "channel url configs|url-configuraties van kanaal"
    "|configuraciones de la url del canal|configurații pentru adresa url a canalului"
    "|kanalo url konfigūracijos",
    Table.VIDEOS: "videos|video_s|vídeos|videoclipuri|vaizdo įrašai",
    Table.TEXTS: "video texts|textos de vídeo|videotexte",
    Table.POSTS: "posts|beiträge",
    Table.REPLIES: "comments|reacties|comentarios|comentarii|komentarai|kommentare",
    Table.PLAYLISTS: "playlists|listas de reproducción|playlisturi|grojaraščiai",
}

#: Columns by their English name; `#` stands for a number, and such columns become one list.
_COLUMNS: dict[str, str] = {
    "Channel ID": "channel id|kanaal-id|id de canal|id del canal|id-ul canalului|kanalo id"
    "|kanal-id",
    "Channel Title (Original)": "channel title (original)|(originele) kanaaltitel"
    "|título del canal (original)|titlul canalului (original)|kanalo pavadinimas (pradinis)"
    "|kanaltitel (original)",
    "Channel Description (Original)": "channel description (original)"
    "|(originele) kanaalbeschrijving|descripción del canal (original)"
    "|kanalbeschreibung (original)",
    "Channel Visibility": "channel visibility|kanaalzichtbaarheid|visibilidad del canal"
    "|vizibilitatea canalului|kanalo matomumas|kanalsichtbarkeit",
    "Channel Country": "channel country|país del canal|land van kanaal",
    "Channel Tag": "channel tag #|kanaaltag #",
    "Channel Vanity URL Name": "channel vanity url # name|naam van vanity-url # voor kanaal"
    "|nombre de la url mnemónica del canal (#)|numele adresei url personalizate a canalului #"
    "|# kanalo reklaminio url pavadinimas",
    "Video ID": "video id|video-id|id de vídeo|id-ul videoclipului|vaizdo įrašo id",
    "Approx Duration (ms)": "approx duration (ms)|geschatte duur (ms)|duración aproximada (ms)"
    "|durată aproximativă (ms)|apytikrė trukmė (ms)|ungefähre dauer (ms)",
    "Video Audio Language": "video audio language|audiotaal van video|idioma del audio del vídeo"
    "|limba conținutului audio din videoclip|vaizdo įrašo garso takelio kalba"
    "|audiosprache des videos",
    "Video Category": "video category|videocategorie|categoría del vídeo"
    "|categorie de videoclipuri|vaizdo įrašo kategorija|videokategorie",
    "Video Description (Original)": "video description (original)|videobeschrijving (origineel)"
    "|descripción del vídeo (original)|descrierea videoclipului (original)"
    "|vaizdo įrašo aprašas (originalas)|videobeschreibung (original)",
    "Video Title (Original)": "video title (original)|videotitel (origineel)"
    "|título del vídeo (original)|titlul videoclipului (original)"
    "|vaizdo įrašo pavadinimas (originalas)|videotitel (original)",
    "Tag": "tag #|tag: #|video tag #",
    "Privacy": "privacy|privacidad|confidențialitate|privatumas|datenschutz",
    "Video State": "video state|videostatus|estado del vídeo|starea videoclipului"
    "|vaizdo įrašo būsena",
    "Video Create Timestamp": "video create timestamp|video creation timestamp"
    "|tijdstempel aanmaaktijd video"
    "|marca de tiempo de creación del vídeo|marcajul temporal de creare a videoclipului"
    "|vaizdo įrašo sukūrimo laiko žymė|zeitstempel bei videoerstellung",
    "Video Publish Timestamp": "video publish timestamp|tijdstempel publicatietijd video"
    "|marca de tiempo de publicación del vídeo|marcajul temporal de publicare a videoclipului"
    "|vaizdo įrašo paskelbimo laiko žymė|zeitstempel bei videoveröffentlichung",
    "Video Title Text Segments": "video title text segments #"
    "|segmentos de texto del título del vídeo #|videotitel - textabschnitte #",
    "Video Description Text Segments": "video description text segments #"
    "|segmentos de texto de la descripción del vídeo #|videobeschreibung - textabschnitte #",
    "Video Text Create Timestamp": "video text create timestamp"
    "|crear marca de tiempo del texto del vídeo|videotext - zeitstempel erstellen",
    "Video Text Update Timestamp": "video text update timestamp"
    "|actualizar marca de tiempo del texto del vídeo|videotext - zeitstempel aktualisieren",
    "Comment ID": "comment id|reactie-id|id de comentario|id-ul comentariului|komentaro id"
    "|kommentar-id",
    "Comment Create Timestamp": "comment create timestamp|comment creation timestamp"
    "|aanmaaktijdstempel reactie"
    "|marca de tiempo de creación del comentario|marcajul temporal de creare a comentariului"
    "|komentaro sukūrimo laiko žymė|zeitstempel der erstellung des kommentars",
    "Price": "price|prijs|precio|preț|kaina|preis",
    "Parent Comment ID": "parent comment id|id de comentario principal|übergeordnete kommentar-id",
    "Top-Level Comment ID": "top-level comment id|id de comentario de nivel superior"
    "|kommentar-id der obersten ebene",
    "Post ID": "post id|post-id|beitrags-id|id de publicación",
    "Comment Text": "comment text|reactietekst|texto del comentario|textul comentariului"
    "|komentuoti tekstą|kommentartext",
    "Post Text": "post text|text des beitrags",
    "Post Create Timestamp": "post create timestamp",
    "Image Name": "image name #|name für bild #",
    "Playlist ID": "playlist id|playlist-id|id de lista de reproducción|id-ul playlistului"
    "|grojaraščio id",
    "Add new videos to top": "add new videos to top|nieuwe video's bovenaan toevoegen"
    "|añadir vídeos nuevos al principio|adaugă videoclipuri noi în partea de sus"
    "|pridėti naujus vaizdo įrašus viršuje|neue videos oben hinzufügen",
    "Playlist Title (Original)": "playlist title (original)|playlist-titel (origineel)"
    "|título de la lista de reproducción (original)|titlul playlistului (original)"
    "|grojaraščio pavadinimas (originalas)|playlist-titel (original)",
    "Playlist Description (Original)": "playlist description (original)"
    "|playlist-beschrijving (origineel)|descripción de la lista de reproducción (original)"
    "|playlist-beschreibung (original)",
    "Playlist Title (Original) Language": "playlist title (original) language"
    "|(originele) taal van playlist-titel"
    "|idioma del título de la lista de reproducción (original)"
    "|limba titlului playlistului (original)|grojaraščio pavadinimo (originalo) kalba"
    "|sprache des playlist-titels (original)",
    "Playlist Create Timestamp": "playlist create timestamp|playlist tijdstempel maken"
    "|marca de tiempo de creación de la lista de reproducción"
    "|playlistul creează marcaj temporal|grojaraščio sukūrimo laiko žymė"
    "|zeitstempel bei playlist-erstellung",
    "Playlist Update Timestamp": "playlist update timestamp|playlist tijdstempel updaten"
    "|marca de tiempo de actualización de la lista de reproducción"
    "|playlistul actualizează marcajul temporal|grojaraščio atnaujinimo laiko žymė"
    "|zeitstempel bei playlist-update",
    "Playlist Video Order": "playlist video order|videovolgorde playlist"
    "|orden de vídeos de lista de reproducción|ordinea videoclipurilor în playlist"
    "|grojaraščio vaizdo įrašų tvarka|videoreihenfolge der playlist",
    "Playlist Visibility": "playlist visibility|zichtbaarheid van playlist"
    "|visibilidad de la lista de reproducción|vizibilitatea playlistului"
    "|grojaraščio matomumas|playlist-sichtbarkeit",
}

#: Without these columns a file is not that table, or is in a language that is not known here.
_NEEDED: dict[Table, frozenset[str]] = {
    Table.CHANNEL: frozenset({"Channel ID", "Channel Title (Original)"}),
    Table.ADDRESSES: frozenset({"Channel ID"}),
    Table.VIDEOS: frozenset({"Video ID", "Video Title (Original)", "Privacy"}),
    Table.TEXTS: frozenset({"Video ID"}),
    Table.POSTS: frozenset({"Post ID"}),
    Table.REPLIES: frozenset({"Comment ID", "Comment Text"}),
    Table.PLAYLISTS: frozenset({"Playlist ID", "Playlist Title (Original)"}),
}

#: What stands for who can see something: to anyone, by its address alone, to nobody.
_VISIBILITY: dict[str, str] = {
    "public": "public|openbaar|público|pública|publică|viešas|vieša|öffentlich",
    "unlisted": "unlisted|verborgen|oculto|oculta|no listado|no listada|nelistat|nelistată"
    "|neįtrauktas į sąrašą|neįtraukta į sąrašą|nicht gelistet",
    "private": "private|privé|privado|privada|privat|privată|privatus|privati",
}


def folded(text: str) -> str:
    """Give a name in the one form in which names are compared."""
    return " ".join(normalize("NFC", text).translate(_DASHES).casefold().split())


def _by_name(names: dict[str, str]) -> dict[str, str]:
    return {folded(name): key for key, written in names.items() for name in written.split("|")}


_TABLES = {folded(name): table for table, written in _FILES.items() for name in written.split("|")}
_NAMES = _by_name(_COLUMNS)
_SEEN_BY = _by_name(_VISIBILITY)
_VALUES = {"public": Visibility.PUBLIC, "unlisted": Visibility.UNLISTED, "private": None}


def table_of(name: str) -> Table | None:
    """Tell by the name of a file which table it may be; large ones come in more files, `(1)`."""
    stem, _, ending = name.rpartition(".")
    return _TABLES.get(folded(_COPY.sub("", stem))) if ending.lower() == "csv" else None


def visibility_of(written: str) -> Visibility | None:
    """Give who can see something; None for nobody else. ValueError for an unknown word."""
    told = _SEEN_BY.get(folded(written))
    if told is None:
        raise ValueError("a visibility that is not known")
    return _VALUES[told]


#: Columns of replies between price and video, in their order.
_BETWEEN = ("Parent Comment ID", "Post ID")
#: The name of a column, and whether it is one of a list.
Column = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table: its number, and its cells by the English names of their columns."""

    number: int
    values: JsonObject


class Rows:
    """The rows of one table; `is_known` tells whether it has the columns that it must have."""

    def __init__(self, table: Table, rows: CsvRows) -> None:
        self._rows = rows
        self._columns = tuple(map(_column_of, rows.header))
        if table is Table.REPLIES:
            self._columns = _by_place(self._columns)
        found = {name for name, _ in self._columns}
        self.is_known = _NEEDED[table] <= found
        self.has_columns = bool(found)

    def __iter__(self) -> Iterator[Record | BrokenRow]:
        """Give the rows in order; empty cells are left out."""
        for row in self._rows:
            if isinstance(row, BrokenRow):
                yield row
            else:
                yield Record(row.number, self._values(row.cells))

    def _values(self, cells: Iterable[str]) -> JsonObject:
        values: JsonObject = {}
        for (name, is_listed), cell in zip(self._columns, cells, strict=True):
            if not cell:
                continue
            if not is_listed:
                values[name] = cell
                continue
            known = values.setdefault(name, [])
            if isinstance(known, list):
                known.append(cell)
        return values


def _column_of(name: str) -> Column:
    """Give the English name of a column, and whether it is one of a list; others keep theirs."""
    written = folded(name)
    if written in _NAMES:
        return _NAMES[written], False
    listed = _NAMES.get(_NUMBER.sub("#", written, count=1))
    return (listed, True) if listed else (name, False)


def _by_place(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Name the columns of replies by their place that have no known name: it is the same in each.

    Between price and video stand what a reply answers and its post, behind the text what it all
    began with.
    """
    names = [name for name, _ in columns]
    if not {"Price", "Video ID", "Comment Text"} <= set(names):
        return columns
    between = range(names.index("Price") + 1, names.index("Video ID"))
    if len(between) <= len(_BETWEEN):
        for place, name in zip(between, _BETWEEN, strict=False):
            names[place] = name if names[place] not in _COLUMNS else names[place]
    last = len(names) - 1
    if last == names.index("Comment Text") + 1 and names[last] not in _COLUMNS:
        names[last] = "Top-Level Comment ID"
    return tuple((name, False) for name in names)
