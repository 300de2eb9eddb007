"""What an event is about, in words: the journal shows them, and is asked by them."""

from datetime import date
from itertools import product

from weerklank.model.account import Scenario
from weerklank.model.day_words import day_said
from weerklank.model.platform import TITLES
from weerklank.model.selection import DIRECTIONS, SHARES, Target
from weerklank.model.text import Text, verbatim

#: Of no account, package or list.
_SUBJECTS = {
    "access": Text("inzagejournaal", "access journal"),
    "harvest": Text("oogsten", "harvests"),
    "keys": Text("sleutels", "keys"),
    "portal": Text("publieksportaal", "public portal"),
    "report": Text("eerste verslag", "first report"),
    "archive": Text("archief", "archive"),
    "mail": Text("e-mail", "mail"),
    "organisation": Text("organisatie", "organisation"),
    "policy": Text("beleid", "policy"),
    "register": Text("accountoverzicht", "register"),
    "timestamp": Text("tijdstempel", "time stamp"),
    **{name: verbatim(title) for name, title in TITLES.items()},
}
#: In which form something went out: the subject of an event of a way out.
_FORMS = {
    "sip": Text("SIP voor een overbrenging", "SIP for a transfer"),
    "woo": Text("stukken van een Woo-verzoek", "documents of a Woo request"),
    "derivatives": Text("afgeleiden", "derivatives"),
    "as2": verbatim("ActivityStreams"),
    "jsonld": verbatim("Schema.org (JSON-LD)"),
    "jsonl": verbatim("JSON Lines"),
    "csv": verbatim("CSV"),
    "xlsx": verbatim("XLSX"),
    "parquet": verbatim("Parquet"),
    "ro-crate": verbatim("RO-Crate"),
    "wacz": verbatim("WACZ"),
    "bagit": verbatim("BagIt"),
}
_FIRST_ACCOUNT = Text("eerste account", "first account")
_ALL_ACCOUNTS = Text("alle accounts", "all accounts")
_SCENARIO = Text("scenario {name}", "scenario {name}")
_SINCE = Text("{what}, vanaf {first}", "{what}, from {first}")
_UNTIL = Text("{what}, tot en met {last}", "{what}, until {last}")
_BETWEEN = Text("{what}, {first} tot en met {last}", "{what}, {first} to {last}")
_BOTH = Text("{one}, {other}", "{one}, {other}")


def _of_kinds() -> dict[str, Text]:
    """Name each kind of content that a selection decision may be about."""
    told = {}
    for direction, scenario, share in product(DIRECTIONS, (None, *Scenario), (None, *SHARES)):
        said = DIRECTIONS[direction]
        if scenario:
            said = _BOTH.filled(one=said, other=_SCENARIO.filled(name=scenario))
        if share:
            said = _BOTH.filled(one=said, other=SHARES[share])
        told[Target(direction=direction, scenario=scenario, share=share).name] = said
    return told


_TARGETS = _of_kinds()


def _said_by_all() -> dict[str, str]:
    named = {**_TARGETS, **_FORMS, **_SUBJECTS, "all/": _ALL_ACCOUNTS}
    return {said.casefold(): name for name, text in named.items() for said in (text.nl, text.en)}


#: What is typed may be the words that are shown, in either language.
CALLED = _said_by_all()


def subject_said(kind: str, subject: str) -> Text | str:
    """Say what an event is about; a number or a name stays as it is."""
    if kind.startswith("export."):
        return _FORMS.get(subject, subject)
    if kind == "transfer.decided":
        return _choice_said(subject)
    if kind.startswith("selection."):
        return _target_said(subject)
    if kind == "hour.skipped" and subject == "account":
        return _FIRST_ACCOUNT
    return _SUBJECTS.get(subject, subject)


def _choice_said(subject: str) -> Text | str:
    """Say of which accounts and days a choice is (`SealedChoice.key`)."""
    accounts, _, days = subject.partition("/")
    since, _, until = days.partition("/")
    try:
        first = day_said(date.fromisoformat(since)) if since else None
        last = day_said(date.fromisoformat(until)) if until else None
    except ValueError:
        return subject
    what = _ALL_ACCOUNTS if accounts == "all" else verbatim(accounts.replace("+", ", "))
    if first and last:
        return _BETWEEN.filled(what=what, first=first, last=last)
    if first:
        return _SINCE.filled(what=what, first=first)
    return _UNTIL.filled(what=what, last=last) if last else what


def _target_said(subject: str) -> Text | str:
    """Say what a selection decision is about (`Target.name`)."""
    account, _, share = subject.partition(":")
    for part, text in SHARES.items():
        if account not in DIRECTIONS and share == part:
            return _BOTH.filled(one=verbatim(account), other=text)
    return _TARGETS.get(subject, subject)
