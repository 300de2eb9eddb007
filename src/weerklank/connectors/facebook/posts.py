"""What stands in a post of the export of Facebook: words, media, links, moments."""

from collections.abc import Iterator

from weerklank.connectors.facebook.people import text_without_marks
from weerklank.harvest.json_fields import Fields, listed, number_written, text_of
from weerklank.harvest.meta_media import medium_of
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import RawMedium, RawPoll, RawPollOption


def attached(fields: Fields) -> list[tuple[str, JsonObject]]:
    """Give everything that is attached to a record, with its place."""
    found = []
    for place, group in fields.objects("attachments"):
        inside = Fields(group)
        found += [(f"{place}/{deeper}", one) for deeper, one in inside.objects("data")]
        fields.broken += [f"{place}/{deeper}" for deeper in inside.broken]
    return found


def media_attached(
    fields: Fields, parts: list[tuple[str, JsonObject]], *, told: bool
) -> list[RawMedium]:
    """Give the media that are attached, each once; one without a file is broken.

    `told` says whether the words of a picture go with the picture: the record has its own.
    """
    media: dict[str, RawMedium] = {}
    for place, part in parts:
        record = part.get("media")
        if record is None:
            continue
        words = next(_with_pictures([(place, part)]), None) if told else None
        alt = text_without_marks(words) if words else None
        medium = medium_of(record, alt) if isinstance(record, dict) else None
        if medium is None:
            fields.broken.append(f"{place}/media")
        else:
            media.setdefault(medium.source, medium)
    return list(media.values())


def own_words(record: JsonObject) -> list[str]:
    """Give what a post says itself, each once."""
    own = (text_of(one.get("post")) for one in listed(record.get("data")) if isinstance(one, dict))
    return [*dict.fromkeys(filter(None, own))]


def said_in(record: JsonObject, parts: list[tuple[str, JsonObject]]) -> str | None:
    """Give what a post says: its own words, else those with its pictures; and its link.

    What is attached as words alone is said in either case.
    """
    own = own_words(record)
    told = [(place, part) for place, part in parts if not own or part.get("media") is None]
    said = [*dict.fromkeys((*own, *_with_pictures(told)))]
    text = "\n".join(said)
    links = [link for link in dict.fromkeys(_links(parts)) if link not in text]
    return "\n".join([text, *links] if text else links) or None


def _with_pictures(parts: list[tuple[str, JsonObject]]) -> Iterator[str]:
    for _, part in parts:
        record = part.get("media")
        text = text_of(record.get("description")) if isinstance(record, dict) else None
        text = text or text_of(part.get("text"))
        if text:
            yield text


def _links(parts: list[tuple[str, JsonObject]]) -> Iterator[str]:
    for _, part in parts:
        context = part.get("external_context")
        link = text_of(context.get("url")) if isinstance(context, dict) else None
        if link:
            yield link.strip()


def poll_in(parts: list[tuple[str, JsonObject]]) -> RawPoll | None:
    """Give the poll of a post, if it has one."""
    for _, part in parts:
        poll = part.get("poll")
        options = listed(poll.get("options")) if isinstance(poll, dict) else []
        told = [one for one in options if isinstance(one, dict) and text_of(one.get("option"))]
        if told:
            return RawPoll(
                options=tuple(
                    RawPollOption(
                        text=text_of(one.get("option")) or "",
                        votes=number_written(one.get("votes")),
                    )
                    for one in told
                )
            )
    return None


def updated_at(record: JsonObject) -> int | None:
    """Give the moment, in seconds since 1970, at which a post says that it was updated last."""
    told = [
        number_written(one.get("update_timestamp"))
        for one in listed(record.get("data"))
        if isinstance(one, dict)
    ]
    return max(filter(None, told), default=None)
