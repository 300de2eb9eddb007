"""Report privacy: sentences on the vault, terms of originals, scans and special marks.

Each only where there is something to say.
"""

from weerklank.model.day_words import day, moment
from weerklank.model.number_words import number
from weerklank.model.special import SpecialState
from weerklank.model.text import Language, Text
from weerklank.model.vault import VaultAct
from weerklank.services.oversee.report_facts_privacy import PERIOD, PrivacyFacts

_VAULT = Text(
    "Kluis, in de laatste {months} maanden (sinds {since}): {asked} aanvragen om een verzegeld "
    "origineel te openen, {approved} goedgekeurd, {refused} afgewezen, {opened} geopend.",
    "Vault, in the last {months} months (since {since}): {asked} requests to open a sealed "
    "original, {approved} approved, {refused} refused, {opened} opened.",
)
_SCAN = Text(
    "Laatste zoektocht naar lekken in het hele archief: {at}; {found} vondsten in {files} "
    "bestanden.",
    "Last scan of the whole archive for leaks: {at}; {found} findings in {files} files.",
)
_KEPT = Text(
    "Verzegelde originelen: de eerste worden bewaard tot en met {first}, de laatste tot en met "
    "{last}. Daarna worden zij vanzelf vernietigd, met de sleutel van hun termijn.",
    "Sealed originals: the first are kept up to {first}, the last up to {last}. After that they "
    "are destroyed by themselves, with the key of their term.",
)
_ENDLESS = Text(
    "Er zijn verzegelde originelen zonder termijn, van een oudere versie van het programma: die "
    "worden niet vanzelf vernietigd.",
    "There are sealed originals without a term, by an older version of the program: those are "
    "not destroyed by themselves.",
)
_DESTROYED = Text(
    "Verzegelde originelen die zijn vernietigd omdat hun termijn om was: {n}, het laatst op {on}.",
    "Sealed originals destroyed since their term was over, or as a depot received them: {n}, most "
    "recently on {on}.",
)
_SPECIAL = Text(
    "Mogelijk bijzonder, in het hele archief: {waiting} wachten op een besluit; door mensen "
    "bevestigd: {confirmed}, niet bijzonder bevonden: {withdrawn}. Wat wacht of is bevestigd, "
    "zien weinigen.",
    "Probably special, in the whole archive: {waiting} wait for a decision; confirmed by people: "
    "{confirmed}, found not special: {withdrawn}. Few see what waits or was confirmed.",
)


def on_vault_and_scans(facts: PrivacyFacts, language: Language) -> list[str]:
    """Tell of openings and of the newest scan."""
    told = []
    if facts.vault:
        acts = {
            name: number(facts.vault[act], language)
            for name, act in (
                ("asked", VaultAct.REQUESTED),
                ("approved", VaultAct.APPROVED),
                ("refused", VaultAct.REFUSED),
                ("opened", VaultAct.OPENED),
            )
        }
        since = day(facts.since, language)
        told.append(_VAULT.say(language, months=PERIOD, since=since, **acts))
    scan = facts.scan
    if scan is not None:
        told.append(
            _SCAN.say(
                language,
                at=moment(scan.at, language),
                found=number(scan.found, language),
                files=number(scan.files, language),
            )
        )
    return told


def on_terms(facts: PrivacyFacts, language: Language) -> list[str]:
    """Tell until when sealed originals are kept, and what of them is gone."""
    told = []
    if facts.kept is not None:
        first, last = (day(one, language) for one in facts.kept)
        told.append(_KEPT.say(language, first=first, last=last))
    if facts.has_endless:
        told.append(_ENDLESS.say(language))
    if facts.destroyed_on is not None:
        on = day(facts.destroyed_on, language)
        told.append(_DESTROYED.say(language, n=number(facts.destroyed, language), on=on))
    return told


def on_special(facts: PrivacyFacts, language: Language) -> list[str]:
    """Tell of what is marked as probably special."""
    if not (facts.special_waiting or facts.special):
        return []
    return [
        _SPECIAL.say(
            language,
            waiting=number(facts.special_waiting, language),
            confirmed=number(facts.special[SpecialState.CONFIRMED], language),
            withdrawn=number(facts.special[SpecialState.WITHDRAWN], language),
        )
    ]
