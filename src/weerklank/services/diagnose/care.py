"""How an archive is cared for: schedule, copies, audits, stamps, mail, and what is still open."""

import os
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from weerklank.integrity.timestamp import NoTimeStamp, request_stamp
from weerklank.model.clock import civil_day
from weerklank.model.errors import fault
from weerklank.model.text import Text
from weerklank.services.diagnose.finding import Found, Scene, Told, Unseen, Weight
from weerklank.services.register.organisation_code import organisation_of
from weerklank.services.runs.read_audits import read_audits, spread_of
from weerklank.services.schedule.at_work import is_at_work
from weerklank.services.schedule.whats_due import platforms_of, whats_due
from weerklank.services.seal.read_replicas import listed
from weerklank.services.seal.stamp_checkpoint import authority
from weerklank.store.mail_folder import read_settings

NO_SCHEDULE = fault(
    "DOCTOR-060",
    Text(
        nl="Er loopt geen planning, en {count} {count:oogst is|oogsten zijn} langer dan een dag "
        "aan de beurt.",
        en="No schedule is at work, and {count} {count:harvest has|harvests have} been due for "
        "more than a day.",
    ),
    Text(
        nl="Draai 'weerklank serve' of 'weerklank schedule' als dienst, of 'schedule --once' als "
        "vaste taak.",
        en="Run 'weerklank serve' or 'weerklank schedule' as a service, or 'schedule --once' as a "
        "regular task.",
    ),
)
NO_REPLICA = fault(
    "DOCTOR-061",
    Text(
        nl="Er is geen replica: van dit archief kent Weerklank geen kopie.",
        en="There is no replica: Weerklank knows no copy of this archive.",
    ),
    Text(
        nl="Maak er een op een andere schijf: 'weerklank replicate MAP'.",
        en="Make one on another disk: 'weerklank replicate DIR'.",
    ),
)
OLD_REPLICA = fault(
    "DOCTOR-062",
    Text(
        nl="Replica {replica} is sinds {since} niet meer bijgewerkt.",
        en="Replica {replica} was not brought up to date since {since}.",
    ),
    Text(
        nl="Draai 'weerklank replicate', en maak er een nachtelijke taak van.",
        en="Run 'weerklank replicate', and make it a nightly task.",
    ),
)
HALF_REPLICA = fault(
    "DOCTOR-063",
    Text(
        nl="Replica {replica} is nog nooit helemaal geschreven.",
        en="Replica {replica} was never written whole.",
    ),
    Text(
        nl="Draai 'weerklank replicate': het gaat verder waar het was.",
        en="Run 'weerklank replicate': it goes on where it was.",
    ),
)
NO_AUDIT = fault(
    "DOCTOR-064",
    Text(
        nl="Niemand legde vast dat dit archief vanzelf wordt nagekeken.",
        en="Nobody decided that this archive is checked by itself.",
    ),
    Text(
        nl="Leg het vast: 'weerklank audit --spread 90'.",
        en="Decide it: 'weerklank audit --spread 90'.",
    ),
)
LATE_AUDIT = fault(
    "DOCTOR-065",
    Text(
        nl="De gespreide controle keek voor het laatst op {last}; zij hoort elke dag te kijken.",
        en="The spread audit looked last on {last}; it should look each day.",
    ),
    Text(
        nl="Laat de planning lopen, of draai 'weerklank audit' als dagelijkse taak.",
        en="Let the schedule run, or run 'weerklank audit' as a daily task.",
    ),
)
DAMAGE_FOUND = fault(
    "DOCTOR-066",
    Text(
        nl="De laatste gespreide controle vond schade: {count} {count:bevinding|bevindingen}.",
        en="The last spread audit found damage: {count} {count:finding|findings}.",
    ),
    Text(
        nl="Draai 'weerklank verify', daarna 'weerklank repair' met een replica.",
        en="Run 'weerklank verify', then 'weerklank repair' with a replica.",
    ),
)
NO_AUTHORITY = fault(
    "DOCTOR-067",
    Text(
        nl="Er is geen tijdstempeldienst: geen derde verklaart wanneer iets er was.",
        en="There is no time-stamp authority: no third party states when something was there.",
    ),
    Text(
        nl="Stel er een in: 'weerklank timestamp set ADRES --ca BESTAND'.",
        en="Set one: 'weerklank timestamp set URL --ca FILE'.",
    ),
)
SILENT_AUTHORITY = fault(
    "DOCTOR-068",
    Text(
        nl="De tijdstempeldienst {host} gaf geen stempel ({reason}).",
        en="The time-stamp authority {host} gave no stamp ({reason}).",
    ),
    Text(
        nl="Kijk of de firewall erheen laat, en of de dienst werkt. Een later stempel dekt ook "
        "dit.",
        en="See whether the firewall lets through, and the authority works. A later stamp covers "
        "this too.",
    ),
)
NO_MAIL = fault(
    "DOCTOR-069",
    Text(
        nl="Er is geen mailserver: e-mail blijft in 'outbox' in de sleutelmap.",
        en="There is no mail server: mail stays in 'outbox' in the key folder.",
    ),
    Text(
        nl="Stel er een in met 'weerklank mail set', of lees die map.",
        en="Set one with 'weerklank mail set', or read that folder.",
    ),
)
NO_TOOI = fault(
    "DOCTOR-070",
    Text(
        nl="Het archief kent geen TOOI-code van de organisatie: wat eruit gaat noemt haar alleen "
        "bij naam.",
        en="The archive knows no TOOI code of the organisation: what goes out names it by name "
        "alone.",
    ),
    Text(
        nl="De beheerder van het accountoverzicht geeft haar op, op het scherm 'Uw organisatie'.",
        en="The register owner gives it, on the screen 'Your organisation'.",
    ),
)
IN_THE_CLEAR = fault(
    "DOCTOR-071",
    Text(
        nl="De schermen hebben als adres {site}: wachtwoorden gaan leesbaar over het netwerk.",
        en="The screens have the address {site}: passwords cross the network in the clear.",
    ),
    Text(
        nl="Zet er een webserver met TLS voor, en noem haar adres: --site https://…",
        en="Put a web server with TLS in front, and name its address: --site https://…",
    ),
)

_LONG_DUE = timedelta(days=1)
_REPLICA_AGE = timedelta(days=8)
_AUDIT_AGE = timedelta(days=2)
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def look_at_schedule(scene: Scene) -> Told:
    """Look whether somebody runs what is due."""
    workplace = scene.workplace
    if is_at_work(workplace):
        return
    accounts, today = workplace.register().accounts, civil_day(scene.now)
    late = [
        one
        for one in whats_due(workplace, platforms_of(scene.connectors))
        if one.is_due
        and (
            today - accounts[one.account].registered > _LONG_DUE
            if one.at is None  # never harvested: due from the first day on
            else _is_long_ago(one.at, scene.now, _LONG_DUE)
        )
    ]
    if late:
        yield Found(NO_SCHEDULE, values={"count": len(late)})


def _is_long_ago(at: datetime | None, now: datetime, long: timedelta) -> bool:
    return at is not None and now - at > long


def look_at_replicas(scene: Scene) -> Told:
    """Look whether there are copies, and how old."""
    replicas = listed(scene.workplace)
    if not replicas:
        yield Found(NO_REPLICA, Weight.NOTE)
    for one in replicas:
        if one.written is None:
            yield Found(HALF_REPLICA, values={"replica": one.id})
        elif _is_long_ago(one.written, scene.now, _REPLICA_AGE):
            since = one.written.date().isoformat()
            yield Found(OLD_REPLICA, values={"replica": one.id, "since": since})


def look_at_audits(scene: Scene) -> Told:
    """Look whether the archive is looked at by itself, and what that found."""
    workplace = scene.workplace
    audits, spread = read_audits(workplace), spread_of(workplace)
    if audits.found:
        yield Found(DAMAGE_FOUND, values={"count": audits.found})
    if spread is None:
        yield Found(NO_AUDIT, Weight.NOTE)
    elif audits.last is None or _is_long_ago(audits.last, scene.now, _AUDIT_AGE):
        last = audits.last.date().isoformat() if audits.last else "-"
        yield Found(LATE_AUDIT, values={"last": last})


def look_at_stamps(scene: Scene) -> Told:
    """Look whether a time-stamp authority is set and, where servers may be asked, answers.

    Nothing is kept of the answer, and a digest is all that goes there.
    """
    address = authority(scene.workplace)
    if address is None:
        yield Found(NO_AUTHORITY, Weight.NOTE)
    elif not scene.network:
        yield Unseen(
            Text(
                "Of de dienst antwoordt is niet geprobeerd: geef --network.",
                "Whether the authority answers was not tried: give --network.",
            )
        )
    else:
        try:
            request_stamp(address, b"weerklank doctor")
        except NoTimeStamp as error:
            host = urlsplit(address).hostname or ""
            yield Found(SILENT_AUTHORITY, values={"host": host, "reason": str(error)})


def look_at_mail(scene: Scene) -> Told:
    """Look whether mail can go out."""
    keys = scene.workplace.keys
    if not keys.folder.is_dir():
        yield Unseen(Text("De sleutelmap is er niet.", "The key folder is not there."))
    elif read_settings(keys) is None:
        yield Found(NO_MAIL, Weight.NOTE)


def look_at_tooi(scene: Scene) -> Told:
    """Look whether the archive knows the code of the organisation."""
    if organisation_of(scene.workplace).tooi is None:
        yield Found(NO_TOOI, Weight.NOTE)


def look_at_serving(scene: Scene) -> Told:
    """Look whether screens that are served now have an address without TLS."""
    served = 0
    if scene.site is not None:
        yield from _in_the_clear(scene.site)
        return
    for process in scene.kernel.glob("[0-9]*/cmdline"):
        try:
            if process.parent.stat().st_uid != os.geteuid():
                continue
            words = process.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue  # ended meanwhile, or somebody else's
        if "serve" not in words or not any("weerklank" in word for word in words):
            continue
        served += 1
        yield from _in_the_clear(_site(words))
    if not served:
        yield Unseen(Text("Er draait hier geen 'serve'.", "No 'serve' runs here."))


def _in_the_clear(site: str) -> Told:
    parts = urlsplit(site)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        yield Found(IN_THE_CLEAR, values={"site": f"http://{parts.hostname}"})


def _site(words: list[str]) -> str:
    for number, word in enumerate(words):
        if word == "--site":
            return words[number + 1] if number + 1 < len(words) else ""
        if word.startswith("--site="):
            return word.removeprefix("--site=")
    return ""


def look_for_key_backup(_: Scene) -> Told:
    """Say that a back-up of the keys can't be seen from here."""
    yield Unseen(
        Text(
            "Een back-up van de sleutels ligt ergens anders en is van hier niet te zien. Kijk "
            "zelf of er een is, en van wanneer.",
            "A back-up of the keys lies elsewhere and can't be seen from here. See for yourself "
            "whether there is one, and of when.",
        )
    )
