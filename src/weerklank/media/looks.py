"""What other metadata than EXIF hold, by signs of each kind: XMP, IPTC, ID3, boxes of films.

Only kinds are told: that something of a kind is there. What shows no sign is OTHER, so that what
is taken out is never told to be nothing.
"""

import re

from weerklank.model.medium_trace import Trace

#: So much of one piece of metadata is looked at.
MOST = 1 << 20

_XMP = (
    (Trace.POSITION, rb"GPSL(?:at|ong)itude|photoshop:(?:City|Country|State)|:Location|geo:lat"),
    (
        Trace.NAME,
        (
            rb"dc:creator|dc:rights|Artist|OwnerName|CaptionWriter|PersonInImage|mwg-rs:|MPReg:"
            rb"|AuthorsPosition|photoshop:Credit|CiAdr|CiEmail|xmpDM:artist|pdf:Author"
        ),
    ),
    (
        Trace.DEVICE,
        rb"tiff:M(?:ake|odel)|SerialNumber|CreatorTool|aux:Lens|softwareAgent|exifEX:Lens",
    ),
    (Trace.MOMENT, rb"(?:Create|Modify|Metadata)Date|DateCreated|DateTime|stEvt:when"),
    (Trace.PREVIEW, rb"xmp:Thumbnails|xapGImg"),
)
_IPTC = (
    (Trace.POSITION, rb"\x1c\x02[\x1a\x1b\x5a\x5c\x5f\x64\x65]"),
    (Trace.NAME, rb"\x1c\x02[\x50\x55\x6e\x73\x74\x76\x7a]"),
    (Trace.MOMENT, rb"\x1c\x02[\x37\x3c\x3e\x3f]"),
    (Trace.PREVIEW, rb"8BIM\x04[\x09\x0c]"),
)
_ID3 = (
    (
        Trace.NAME,
        rb"T(?:PE[1-4]|COM|EXT|ENC|OPE|OWN|OLY|PUB|COP)|TP[1-4]|TCM|TXT|TOA|IPLS|T[IM]CL|W(?:OAR|PUB)",
    ),
    (Trace.MOMENT, rb"T(?:DRC|YER|DAT|IME|DRL|DEN|DTG|RDA|DOR|ORY)|TYE|TDA"),
    (Trace.DEVICE, rb"T(?:SSE|FLT)|TSS"),
    (Trace.PREVIEW, rb"A?PIC"),
    (Trace.POSITION, rb"(?i:location|latitude|\bgps)"),
)
_BOXES = (
    (Trace.POSITION, rb"\xa9xyz|loci|(?i:quicktime\.location)|gpmd|camm|GPS[0-9 ]|GPSLatitude"),
    (
        Trace.NAME,
        (
            rb"\xa9(?:ART|aut|wrt|prf|dir|prd|cpy|com|own)|aART|auth|perf|cprt"
            rb"|quicktime\.(?:author|artist|creator|director|producer|copyright|displayname)"
        ),
    ),
    (
        Trace.DEVICE,
        rb"\xa9(?:mak|mod|swr|too|enc)|quicktime\.(?:make|model|software)|tool|\bmanu|modl",
    ),
    (Trace.MOMENT, rb"\xa9day|quicktime\.creationdate|yrrc"),
    (Trace.PREVIEW, rb"covr|thmb|\xa9?snal"),
)
_RIFF = (
    (Trace.NAME, rb"I(?:ART|ENG|TCH|CMS|COP|WRI|PRO)"),
    (Trace.MOMENT, rb"ICRD|IDIT"),
    (Trace.DEVICE, rb"ISFT|ISRF|IMED"),
    (Trace.POSITION, rb"ILOC|IARL"),
)


def _compiled(
    signs: tuple[tuple[Trace, bytes], ...],
) -> tuple[tuple[Trace, re.Pattern[bytes]], ...]:
    return tuple((kind, re.compile(sign)) for kind, sign in signs)


XMP, IPTC, ID3, BOXES, RIFF = map(_compiled, (_XMP, _IPTC, _ID3, _BOXES, _RIFF))


def look(signs: tuple[tuple[Trace, re.Pattern[bytes]], ...], data: bytes) -> set[Trace]:
    """Tell which kinds show; OTHER where none does."""
    return {kind for kind, sign in signs if sign.search(data)} or {Trace.OTHER}


def look_at_any(data: bytes) -> set[Trace]:
    """Tell of something that may be XMP or not."""
    return look(XMP, data) if b"<x:xmpmeta" in data or b"<rdf:RDF" in data else {Trace.OTHER}
