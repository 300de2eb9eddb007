"""Report of an import: what is missing, what was passed over, and what to know of it besides."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from weerklank.harvest.fetched_export import FetchedExport
from weerklank.harvest.intake import Seen
from weerklank.harvest.port import Connector, Export
from weerklank.model.account import Account
from weerklank.model.day_words import day_said
from weerklank.model.errors import BrokenInput
from weerklank.model.notice import Notice
from weerklank.model.run import Counted, RunReport, Shortfall
from weerklank.model.text import Text, verbatim
from weerklank.register.book import Register
from weerklank.services.register.account_notices import platform_notices

POST_NOT_FOUND = Text("het bericht staat niet in de export", "the post is not in the export")
FEWER_THAN_STATED = Text(
    "de export zegt meer berichten te bevatten dan erin staan",
    "the export says that it holds more posts than it does",
)
BROKEN_OFF = Text("de run is afgebroken", "the run was broken off")
NOT_OPENED = Text(
    "hoort bij geen opgenomen bericht en is niet geopend",
    "belongs to no post that was taken in and was not opened",
)
RECORD_BROKEN = Text("onleesbaar in de export", "unreadable in the export")
FIELD_BROKEN = Text(
    "een veld is onleesbaar; de rest van het bericht is opgenomen",
    "a field is unreadable; the rest of the post was taken in",
)
OTHER_NAME = Text(
    "De export draagt een vroegere naam van {account} en telt niet als oogst van het geheel. "
    "Heet het account nu weer zo, leg dat dan vast met 'weerklank account edit {account} --url "
    "ADRES'.",
    "The export bears a former handle of {account} and does not count as a harvest of the whole "
    "account. If the account has that name again now, record that with 'weerklank account edit "
    "{account} --url URL'.",
)
BY_HAND_ONLY = Text(
    "Op dagen van {first} tot en met {last} was het account hybride of persoonlijk: {count} "
    "berichten van die dagen zijn overgeslagen. Lever aan wat overheidsinformatie is: "
    "'weerklank handin {account} --file BESTAND' toont waaruit te kiezen is.",
    "On days from {first} to {last} the account was hybrid or personal: {count} posts of those "
    "days were passed over. Hand in what is government information: "
    "'weerklank handin {account} --file FILE' shows what can be picked.",
)
PROFILE_BY_HAND = Text(
    "Het profiel is niet opgenomen: op de dag die de export toont ({day}) of nu is het account "
    "hybride of persoonlijk.",
    "The profile was not taken in: on the day that the export shows ({day}) or now the account "
    "is hybrid or personal.",
)
OTHER_ACTOR = Text(
    "In de export staan handelingen van een ander dan de eigenaar ({count}); die zijn "
    "overgeslagen.",
    "The export holds acts of someone other than its owner ({count}); they were passed over.",
)
OWNER_STATED = Text(
    "De export zegt niet van welk account hij is; hij is opgenomen als die van {account}, zoals "
    "bij het opnemen is gezegd.",
    "The export does not say of which account it is; it was taken in as that of {account}, as was "
    "said when it was taken in.",
)
PLATFORMS_BESIDE = Text(
    "In het bestand zit ook een export van {platforms}, die nu niet is opgenomen. Neem die op met "
    "'weerklank import BESTAND --account NUMMER', met het nummer van het account daarvan.",
    "The file holds an export of {platforms} as well, which was not taken in now. Take that in "
    "with 'weerklank import FILE --account NUMBER', with the number of its account.",
)
PROFILE_MISSING = Text(
    "het profiel staat niet in wat er van de export te lezen is",
    "the profile is not in what can be read of the export",
)
OLDER_EXPORT = Text(
    "De export (van {day}) is ouder dan wat er van dit account al is; {count} verschillen met "
    "nieuwere versies zijn niet overgenomen.",
    "The export (of {day}) is older than what is held of this account; {count} differences from "
    "newer versions were not taken over.",
)
DESTRUCTION_WAITS = Text(
    "Vernietiging {list}, van een ander account, is begonnen en kan niet verder: {path} is "
    "beschadigd ({code}). Zet het bestand terug uit een kopie; het volgende commando dat opneemt "
    "maakt haar af.",
    "Destruction {list}, of another account, has begun and can't go on: {path} is damaged "
    "({code}). Put the file back from a copy; the next command that takes in finishes it.",
)
LEFT_OPEN = Text(
    "Een maand die voorbij is, is niet helemaal afgesloten: het bestand {path} is beschadigd "
    "({problem}). Draai 'weerklank verify' en zet het bestand terug uit een kopie.",
    "A month that is past was not closed wholly: the file {path} is damaged ({problem}). Run "
    "'weerklank verify' and put the file back from a copy.",
)
MEDIA_MISSING = Text(
    "de export noemt een mediabestand en bevat het niet, of alleen een leeg bestand of een "
    "webpagina onder die naam",
    "the export names a media file and does not hold it, or only an empty file or a web page "
    "under that name",
)
MEDIA_INFLATED = Text(
    "een bestand onder de naam van een foto of film pakt uit tot meer dan 200 maal zijn grootte; "
    "dat doet geen beeld, en het is niet overgenomen",
    "a file under the name of a picture or film unpacks to more than 200 times its size; no "
    "picture does, and it was not taken over",
)
LOOSE_MEDIA = Text(
    "{count} mediabestanden van het account staan in de export zonder een bericht dat ze noemt. "
    "Ze zijn elk opgenomen als los mediabestand: 'weerklank search --kind medium --account "
    "{account}' noemt ze.",
    "{count} media files of the account are in the export without a post that names them. Each "
    "was taken in as a loose media file: 'weerklank search --kind medium --account {account}' "
    "names them.",
)
TITLES_ALONE = Text(
    "van dit bericht heeft het archief alleen de titel en de aantallen uit de statistieken, niet "
    "zeker de hele tekst en geen beeld; koppel het account om het heel te krijgen",
    "of this post the archive has the title and numbers of the statistics alone, not certainly "
    "the whole text and no media; connect the account to get it whole",
)
HELD_ELSEWHERE = Text(
    "staat al in het archief bij een ander account, met een andere inhoud; niet overgenomen",
    "is in the archive already with another account, with other contents; not taken over",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a run knows when its items are written, besides what its first pass met."""

    #: Fields that nobody knows, by their path.
    unknown: Counter[str]
    missing_media: int
    #: The first items of which a medium is missing, by their addresses.
    lacking: tuple[Text, ...]
    held_elsewhere: int
    #: Posts of which the archive holds a title and numbers alone.
    titles_alone: int
    export_is_older: bool


#: Puts into the report of a run what is missing and what was passed over; the single posts that
#: were asked for tell what should have come.
Tell = Callable[[RunReport, Export, Seen, tuple[str, ...], Written], None]

#: A field name that occurs this often is a name of a field, not of a person.
_RECURS = 3
#: With more names than this at one place, they are no names of fields either.
_MOST_NAMES = 20
#: No field of a platform has a longer name.
_LONGEST_NAME = 60


def broken_off(report: RunReport, code: str) -> RunReport:
    """Say in a report that its run ended too early: what was sealed before stays."""
    report.gaps.append(
        Shortfall(
            kind="run_broken_off",
            count=1,
            reason=BROKEN_OFF,
            where=(verbatim(code),),
        )
    )
    return report


def add_limits(report: RunReport, connector: Connector, export: Export) -> None:
    """Report what the platform can never give, and what no item asked for."""
    for technique, kind, reason in connector.manifest.limits:
        if technique is report.technique:
            report.limits.append(Shortfall(kind=kind, count=1, reason=reason))
    unopened = export.unopened_media()
    if unopened:
        report.limits.append(
            Shortfall(
                kind="media_not_opened",
                count=unopened,
                reason=NOT_OPENED,
            )
        )


def add_notices(
    report: RunReport,
    connector: Connector,
    register: Register,
    account: Account,
    *,
    as_registered: bool,
) -> None:
    """Report another name, and what was decided against the platform: it is archived all the same.

    Source of the latter: requirement A7.
    """
    if not as_registered:
        report.notices.append(Notice("other-name", OTHER_NAME, {"account": account.id}))
    for notice in platform_notices(register, account):
        values = {**notice.values, "platform": connector.manifest.title}
        report.notices.append(replace(notice, values=values))


def destruction_waits(number: str, damage: BrokenInput) -> Notice:
    """Say that a destruction of other accounts can't go on, since something is damaged."""
    values = {"list": number, "path": str(damage.values.get("path", "-")), "code": damage.code}
    return Notice("destruction-waits", DESTRUCTION_WAITS, values)


def left_open(damage: BrokenInput) -> Notice:
    """Say that a package of a past month stays open, since it is damaged."""
    values = {key: str(value) for key, value in damage.values.items()}
    return Notice("month-left-open", LEFT_OPEN, values)


def notice_of_profile(day: date) -> Notice:
    """Say that the profile was passed over, as that of a hybrid or personal account."""
    return Notice("profile-by-hand", PROFILE_BY_HAND.filled(day=day_said(day)))


def notice_of_owner(account: str) -> Notice:
    """Say that whose an export is was said by whoever handed it in, not by the export."""
    return Notice("owner-stated", OWNER_STATED, {"account": account})


def notice_of_platforms(platforms: list[str]) -> Notice:
    """Say of which other platforms the file holds an export as well."""
    return Notice("other-platform", PLATFORMS_BESIDE, {"platforms": ", ".join(platforms)})


def tell(
    report: RunReport, export: Export, seen: Seen, posts: tuple[str, ...], written: Written
) -> None:
    """Put into the report what is missing and what was passed over."""
    report.direct_messages = seen.direct_messages
    report.destroyed += seen.destroyed
    report.out_of_scope = seen.out_of_scope + seen.not_chosen + seen.by_hand
    report.unknown_fields = named_fields(written.unknown)
    report.gaps.extend(export.findings())
    add_gap(report, "record_broken", seen.broken_count, RECORD_BROKEN, tuple(seen.broken))
    fields = tuple(seen.broken_fields)
    add_gap(report, "field_broken", seen.broken_fields_count, FIELD_BROKEN, fields)
    if written.export_is_older or report.older:
        day = report.exported or report.newest
        values = {"count": str(report.older), "day": day.isoformat() if day else "?"}
        report.notices.append(Notice("older-export", OLDER_EXPORT, values))
    report.notices += [*notice_of_others(seen, OTHER_ACTOR), *notices_by_hand(report, seen)]
    if seen.loose and not posts:
        values = {"count": str(seen.loose), "account": report.account}
        report.notices.append(Notice("loose-media", LOOSE_MEDIA, values))
    add_gap(report, "held_elsewhere", written.held_elsewhere, HELD_ELSEWHERE)
    add_gap(report, "title_alone", written.titles_alone, TITLES_ALONE)
    told = export.told_media if isinstance(export, FetchedExport) else 0
    missing = written.missing_media - told - seen.inflated
    # Where they lack media for more than one reason, which item lacks which is not known.
    lacking = written.lacking if written.missing_media in {missing, seen.inflated} else ()
    add_gap(report, "media_missing", missing, MEDIA_MISSING, lacking)
    add_gap(report, "media_inflated", seen.inflated, MEDIA_INFLATED, lacking)
    _tell_missing_items(report, export, seen, posts)


def add_gap(
    report: RunReport, kind: str, count: int, reason: Text, where: tuple[Text, ...] = ()
) -> None:
    """Report a gap, if there is any of it."""
    if count > 0:
        report.gaps.append(Shortfall(kind=kind, count=count, reason=reason, where=where))


def notice_of_others(seen: Seen, text: Text) -> list[Notice]:
    """Say how many acts of somebody else were passed over."""
    if not seen.others:
        return []
    return [Notice("other-actor", text, {"count": str(seen.others)})]


def notices_by_hand(report: RunReport, seen: Seen) -> list[Notice]:
    """Say what was passed over as it is of days on which only a hand-in brings posts in."""
    if not seen.by_hand_days:
        return []
    first, last = seen.by_hand_days
    values = {"first": first, "last": last, "count": str(seen.by_hand)}
    values["account"] = report.account
    return [Notice("hand-in-only", BY_HAND_ONLY, values)]


def _tell_missing_items(
    report: RunReport, export: Export, seen: Seen, posts: tuple[str, ...]
) -> None:
    stated = export.stated_items
    if posts:
        missing, kind = len(set(posts) - seen.met), "post_missing"
        reason = POST_NOT_FOUND
    else:
        met = seen.items + seen.direct_messages + seen.broken_count + seen.destroyed + seen.by_hand
        met -= seen.loose + seen.direct_beside
        missing, kind, reason = (stated or 0) - met, "items_missing", FEWER_THAN_STATED
        _note_count(report, met - seen.broken_count, stated)
    add_gap(report, kind, missing, reason)


def _note_count(report: RunReport, came: int, stated: int | None) -> None:
    """Note how many posts were read beside how many the export states."""
    if stated is not None:
        report.counts["posts"] = Counted(came, stated)


def named_fields(unknown: Counter[str]) -> dict[str, int]:
    """Name unknown fields as far as a name is no person's: one that recurs, in plain words."""
    named: Counter[str] = Counter()
    names = Counter(path.rpartition("/")[0] for path in unknown)
    for path, count in unknown.items():
        folder, _, last = path.rpartition("/")
        plain = last.isascii() and last.replace("_", "").isalpha() and count >= _RECURS
        plain = plain and names[folder] <= _MOST_NAMES and len(last) <= _LONGEST_NAME
        named[path if plain else f"{folder}/?"] += count
    return dict(named)
