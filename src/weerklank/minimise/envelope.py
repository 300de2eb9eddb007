"""Envelopes: what is kept of an answer of an API besides its items."""

import re

from weerklank.model.answer import AnswerPlace, Envelope, Paging
from weerklank.model.minimised import MinimisedText
from weerklank.model.mint import mint
from weerklank.model.raw import RawAnswer, RawPlace

#: Headers that say how the platform answered, and of no kind that could name an item or a person.
#: Not among them: `link` (cursors are ids), `etag` (a digest), cookies, addresses.
HEADERS = frozenset(
    "content-language content-length content-type date deprecation ratelimit-limit "
    "ratelimit-policy ratelimit-remaining ratelimit-reset retry-after sunset "
    "x-rate-limit-limit x-rate-limit-remaining x-rate-limit-reset x-ratelimit-limit "
    "x-ratelimit-remaining x-ratelimit-reset".split()
)
#: A server chooses what it writes: a value is kept when it has the form of what it should say.
#: Numbers with what they are of (RFC 9110; the drafts of `RateLimit`), or a moment.
_NUMBER = r"[0-9]{1,12}(?:\.[0-9]{1,6})?(?:; ?[a-z]=[0-9]{1,12})*"
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT"
_INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}(?:Z|[+-][0-9]{2}:[0-9]{2})"
_FACT = re.compile(rf"{_NUMBER}(?:, ?{_NUMBER}){{0,5}}|{_DAY}|{_INSTANT}|true")
_OTHERWISE = {
    "content-language": re.compile(r"[a-z]{2}(?:-[A-Z]{2})?(?:, ?[a-z]{2}(?:-[A-Z]{2})?){0,5}"),
    "content-type": re.compile(
        r"(?:application/(?:(?:activity|ld|jrd|problem)\+)?json|application/(?:octet-stream|xml)"
        r"|text/(?:html|plain|xml))(?:; ?charset=(?:utf-8|UTF-8|us-ascii|iso-8859-1))?"
    ),
}
#: Indices, and field names as platforms write them; a longer or other name may be someone's.
_POINTER = re.compile(r"(/(0|[1-9][0-9]{0,8}|[a-z]+(_[a-z]+){0,5})){0,12}")


def envelope(raw: RawAnswer, run: str, number: int) -> Envelope:
    """Give the envelope of an answer of a run, by its number."""
    kept: dict[str, MinimisedText] = {}
    left_out = 0
    for name, value in raw.headers:
        lower = name.lower()
        if lower in HEADERS and lower not in kept and _has_form(lower, value):
            kept[lower] = mint(value)
        else:
            left_out += 1
    return Envelope(
        asked=raw.asked,
        at=raw.at,
        counts=raw.counts,
        headers=kept,
        headers_left_out=left_out,
        number=number,
        paging=Paging(more=raw.more, page=raw.page) if raw.page else None,
        run=run,
        status=raw.status,
    )


def _has_form(name: str, value: str) -> bool:
    return _OTHERWISE.get(name, _FACT).fullmatch(value) is not None


def answer_place(raw: RawPlace) -> AnswerPlace:
    """Give where an item came from; a pointer only in the words of a field list."""
    fits = _POINTER.fullmatch(raw.pointer)
    return AnswerPlace(number=raw.number, pointer=mint(raw.pointer) if fits else None)
