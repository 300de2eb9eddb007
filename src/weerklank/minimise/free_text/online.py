"""Where somebody is found online: e-mail, handles, addresses of profiles."""

import re
from collections.abc import Iterator

from weerklank.model.addresses_in_text import addresses_in
from weerklank.model.person_address import person_of

_EMAIL = re.compile(
    r"(?<![\w.+%@'-])(?:mailto:)?[\w.+%'-]{1,64}"
    r"(?:@| ?[\[(] ?(?:at|apenstaartje|apestaartje|a) ?[\])] ?)"
    r"[\w-]{1,63}(?:(?:\.| ?[\[(] ?(?:dot|punt) ?[\])] ?)[\w-]{1,63}){1,6}"
)
#: Words before the sign that belong to a function rather than to a person.
_OF_FUNCTION = frozenset(
    "info contact post mail klacht klachten bestuur secretariaat gemeente redactie webmaster "
    "griffie receptie administratie noreply no-reply webcare pers persvoorlichting service "
    "klantenservice support help helpdesk privacy fg avg loket burgerzaken vergunningen "
    "handhaving participatie communicatie stadhuis gemeentehuis meldpunt sales office hr "
    "vacatures werkenbij omgevingsvergunning inspraak".split()
)
_HANDLE = re.compile(r"(?<![\w@./])@[\w][\w.-]{0,62}(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})?")
#: Says that the word behind it is a handle, without its sign.
_NAMED = re.compile(
    r"(?<!\w)(?:insta(?:gram)?|ig|snap(?:chat)?|tiktok|twitter|bluesky|mastodon|username"
    r"|gebruikersnaam|accountnaam|handle) ?: ?(?:@ ?)?([\w][\w.-]{2,40})"
)
#: Pieces of handles of organisations: those are no third parties.
_OF_OFFICE = re.compile(
    r"@(?:gemeente|gem_|provincie|prov_?|minist?erie|min(?=[a-z]{2,5}(?![\w]))|politie|waterschap"
    r"|hoogheemraadschap|rijks|raad_?van|omgevingsdienst|veiligheidsregio|ggd|belastingdienst"
    r"|webcare|brandweer|tweedekamer|eerstekamer|koninklijk|nos(?!\w)|rtl|nporadio|ns_online"
    r"|prorail|kadaster|uwv|svb|duo(?!\w)|cbs(?!\w)|knmi|rivm|anwb|nrc(?!\w)|volkskrant|telegraaf"
    r"|omroep|stichting|vereniging|bibliotheek|museum|universiteit|hogeschool|overheid"
    r"|stad[a-z]|council|govuk|police)"
)
_END = ".-"


def emails(key: str) -> Iterator[tuple[int, int]]:
    """Give where addresses for e-mail stand, but for those of a function of an organisation."""
    for match in _EMAIL.finditer(key):
        written = match[0].rstrip("-_'")
        begin = len("mailto:") if written.startswith("mailto:") else 0
        if re.split(r"[@\[( ]", written[begin:], maxsplit=1)[0] not in _OF_FUNCTION:
            yield match.start() + begin, match.start() + len(written)


def handles(key: str) -> Iterator[tuple[int, int]]:
    """Give where handles stand; those that say to be of an organisation are left."""
    done = 0
    spans = [
        (m.start(), m.start() + len(m[0].rstrip(_END)))
        for m in _HANDLE.finditer(key)
        if not _OF_OFFICE.match(m[0])
    ]
    spans += [
        (m.start(1), m.start(1) + len(m[1].rstrip(_END)))
        for m in _NAMED.finditer(key)
        if not _OF_OFFICE.match(f"@{m[1]}")
    ]
    for start, end in sorted(spans):
        if start >= done:
            yield start, end
            done = end


def profiles(key: str) -> Iterator[tuple[int, int]]:
    """Give where addresses stand that point at somebody's profile."""
    if "/" not in key and ":" not in key:
        return
    for start, end, address in addresses_in(key):
        profile = person_of(address)
        if profile is not None and not _OF_OFFICE.match(f"@{profile.handle}"):
            yield start, end
