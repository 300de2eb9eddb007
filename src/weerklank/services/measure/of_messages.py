"""Checks of messages: what of each post and reply is there, by its own record."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from weerklank.model.completeness import Measured
from weerklank.model.item import Captions
from weerklank.model.missing_medium import why_missing
from weerklank.model.text import Text
from weerklank.services.measure.measured_share import (
    NO_POSTS,
    counted_in,
    lacking_of,
    share,
    unmeasured,
)
from weerklank.services.measure.message import HeldMedium, Message
from weerklank.services.measure.scene import Scene

_NO_CORE = Text("zonder moment of inhoud", "without moment or content")
_NO_ADDRESS = Text("zonder adres op het platform", "without an address on the platform")
_NO_DESCRIPTION = Text("met media zonder beschrijving", "with media without a description")
_NO_CAPTIONS = Text("met een film zonder ondertitels", "with a film without captions")
_NO_MEDIA = Text("er zijn geen berichten met media", "there are no posts with media")
_NO_FILMS = Text("er zijn geen films", "there are no films")
_NO_PARENT = Text("reageren op iets dat hier niet is", "reply to something that is not here")
_ELSEWHERE = Text(
    "eigen reacties in draden van anderen, die hier niet horen",
    "own replies in threads of others, which do not belong here",
)
_NO_REPLIES = Text("er zijn geen reacties", "there are no replies")
_NO_LANGUAGE = Text("zonder taal", "without a language")
_NO_TEXTS = Text("er zijn geen berichten met tekst", "there are no posts with a text")
_NO_COUNTS = Text("zonder aantallen", "without numbers")
_NO_EDITS = Text(
    "er zijn geen berichten die volgens het platform gewijzigd zijn",
    "there are no posts that the platform calls edited",
)
_ONE_VERSION = Text("gewijzigd, met één versie", "edited, with one version")
_LACKS_FILE = Text("met een medium zonder bestand: {why}", "with a medium without a file: {why}")
_LOST_FILE = Text("met een mediabestand dat weg is", "with a media file that is gone")
_FEWER_REPLIES = Text(
    "met minder reacties dan het platform opgeeft", "with fewer replies than the platform states"
)
_UNTOLD = Text(
    "waarbij het platform geen aantal reacties opgeeft; niet meegeteld",
    "of which the platform states no number of replies; not counted",
)
_NONE_STATED = Text(
    "het platform geeft bij geen bericht op hoeveel reacties er zijn",
    "the platform states with no post how many replies there are",
)
_NO_REPLIES_STATED = Text(
    "het platform geeft bij elk bericht op dat er geen reacties zijn",
    "the platform states with each post that there are no replies",
)
_UNTOLD_BESIDE_NONE = Text(
    "het platform geeft bij geen bericht op dat er reacties zijn, en niet bij elk hoeveel",
    "the platform states with no post that there are replies, and not with each how many",
)


def of_messages(scene: Scene) -> Mapping[str, Measured]:
    """Measure what the records of a period tell."""
    own, said = scene.own, scene.said
    with_media = [one for one in own if one.media]
    films = [one for one in own if one.captions is not None]
    with_text = [one for one in own if one.has_text]
    edited = [one for one in own if one.is_edited]
    return {
        "core": _having(
            scene, said, lambda one: one.is_dated and one.has_content, _NO_CORE, NO_POSTS
        ),
        "address": _having(scene, own, lambda one: one.has_address, _NO_ADDRESS, NO_POSTS),
        "descriptions": _having(scene, with_media, _is_described, _NO_DESCRIPTION, _NO_MEDIA),
        "captions": _having(
            scene, films, lambda one: one.captions is Captions.WITH, _NO_CAPTIONS, _NO_FILMS
        ),
        "media": _media(scene, [one for one in said if one.media]),
        "edits": _having(scene, edited, lambda one: one.wordings > 1, _ONE_VERSION, _NO_EDITS),
        "threads": _threads(scene),
        "language": _having(
            scene, with_text, lambda one: one.has_language, _NO_LANGUAGE, _NO_TEXTS
        ),
        "counters": _having(scene, own, lambda one: one.has_counts, _NO_COUNTS, NO_POSTS),
        "replies": _replies(scene),
    }


def _having(
    scene: Scene,
    messages: Sequence[Message],
    has: Callable[[Message], bool],
    lacks: Text,
    nothing: Text,
) -> Measured:
    """Give how many messages have something; those that lack it are the evidence."""
    lacking = [one for one in messages if not has(one)]
    return share(
        len(messages) - len(lacking),
        len(messages),
        lacking_of(lacking, len(messages), lacks, scene.most) or counted_in(messages, scene.most),
        nothing=nothing,
    )


def _is_described(one: Message) -> bool:
    return all(medium.has_description for medium in one.media.values())


def _media(scene: Scene, messages: Sequence[Message]) -> Measured:
    """Count the media that messages name and that are there, each lack by its reason."""
    there = scene.held.media
    total = holding = 0
    lacking: dict[Text, list[Message]] = {}
    for one in messages:
        for medium in one.media.values():
            total += 1
            why = _lack_of(medium, there)
            holding += why is None
            if why is not None:
                lacking.setdefault(why, []).append(one)
    ordered = sorted(lacking.items(), key=lambda pair: len(pair[1]), reverse=True)
    evidence = [row for why, some in ordered for row in lacking_of(some, total, why, scene.most)]
    return share(holding, total, evidence, nothing=_NO_MEDIA)


def _threads(scene: Scene) -> Measured:
    """Count the replies of which the parent is held.

    What the organisation wrote below posts of others stands in threads that are not its own: those
    are told beside it, and nobody asks that they are here.
    """
    known = scene.held.messages
    answers = [one for one in scene.said if one.parent is not None]
    elsewhere = [
        one
        for one in answers
        if one.is_own and one.parent not in known and (one.thread or one.parent) not in known
    ]
    passed = {one.key for one in elsewhere}
    lacking = [one for one in answers if one.key not in passed and one.parent not in known]
    of = len(answers) - len(elsewhere)
    rows = lacking_of(lacking, of, _NO_PARENT, scene.most)
    rows += lacking_of(elsewhere, len(answers), _ELSEWHERE, scene.most)
    return share(of - len(lacking), of, rows, nothing=_NO_REPLIES)


def _lack_of(medium: HeldMedium, there: Mapping[str, object]) -> Text | None:
    if medium.file is not None:
        return None if medium.file in there else _LOST_FILE
    return _LACKS_FILE.filled(why=why_missing(medium.missing or ""))


def _replies(scene: Scene) -> Measured:
    """Hold the replies of each post against how many its platform states.

    Platforms count either what answers the post itself or all of its thread: so of what begins a
    thread all of it counts, up to what is stated.
    """
    told = [one for one in scene.own if one.stated_replies is not None]
    if not told:
        return unmeasured(_NONE_STATED if scene.own else NO_POSTS, is_empty=not scene.own)
    direct: Counter[str] = Counter()
    threads: Counter[str] = Counter()
    for one in scene.held.messages.values():
        if one.parent is not None:
            direct[one.parent] += 1
        if one.thread is not None:
            threads[one.thread] += 1
    stated = holding = 0
    fewer = []
    for one in told:
        wanted = one.stated_replies or 0
        came = min(wanted, max(direct[one.key], threads[one.key]))
        stated, holding = stated + wanted, holding + came
        if came < wanted:
            fewer.append(one)
    untold = [one for one in scene.own if one.stated_replies is None and not one.is_boost]
    evidence = (
        *lacking_of(fewer, len(told), _FEWER_REPLIES, scene.most),
        *lacking_of(untold, len(scene.own), _UNTOLD, scene.most),
    )
    if not stated and untold:
        return unmeasured(_UNTOLD_BESIDE_NONE, evidence)
    return share(holding, stated, evidence, nothing=_NO_REPLIES_STATED)
