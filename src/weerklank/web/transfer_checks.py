"""What is checked before a transfer: each right, not right, or not checked, and what to do."""

from dataclasses import dataclass

from weerklank.model.selection import Outcome
from weerklank.model.text import Text
from weerklank.model.transfer import SEALED, SealedChoice
from weerklank.services.transfer.check_before import CheckedBefore
from weerklank.services.transfer.check_files import FilesCounted


@dataclass(frozen=True, slots=True)
class Check:
    """One check."""

    what: Text
    told: Text
    #: None where it was not checked.
    is_right: bool | None


def checks_of(found: CheckedBefore, files: FilesCounted | None) -> list[Check]:
    """Give the checks in the order in which they are to be settled.

    `files` is what was counted of files and rights; None where nobody asked for that.
    """
    return [
        _posts(found),
        _originals(found),
        _appraised(found),
        _listed(found),
        _held(found),
        Check(
            Text("Openbaarheid", "Openness"),
            Text(
                "Mee met een beperking en haar termijn: {limited}. Niet mee: {restricted} door "
                "een besluit, {destroying} om te vernietigen.",
                "Along with a restriction and its term: {limited}. Not along: {restricted} by a "
                "decision, {destroying} to be destroyed.",
            ).filled(
                limited=found.counted.limited,
                restricted=found.counted.restricted,
                destroying=found.counted.destroying,
            ),
            is_right=True,
        ),
        _rights(files),
        _formats(files),
        Check(
            Text("Regels van MDTO", "Rules of MDTO"),
            Text(
                "De SIP wordt getoetst zodra zij is gemaakt, bestand voor bestand.",
                "The SIP is checked as soon as it is made, file by file.",
            ),
            is_right=None,
        ),
    ]


def _rights(files: FilesCounted | None) -> Check:
    what = Text("Rechten", "Rights")
    if files is None:
        told = Text(
            "Nog niet geteld. Wat niemand vastlegde, gaat mee als 'nader te bepalen'.",
            "Not counted yet. What nobody recorded goes along as 'to be determined'.",
        )
        return Check(what, told, is_right=None)
    told = Text(
        "Van {n} {n:tekst of medium|teksten en media} van deze accounts legde niemand de rechten "
        "vast.",
        "Of {n} {n:text or medium|texts and media} of these accounts nobody recorded the rights.",
    ).filled(n=files.without_rights)
    return Check(what, told, is_right=not files.without_rights)


def _formats(files: FilesCounted | None) -> Check:
    what = Text("Bestandsformaten", "File formats")
    if files is None:
        told = Text(
            "Nog niet geteld; elk bestand gaat mee zoals het is, met zijn formaat.",
            "Not counted yet; each file goes along as it is, with its format.",
        )
        return Check(what, told, is_right=None)
    told = Text(
        "Aandacht volgens de norm: {n} van {all}. Codecs zijn niet bekeken.",
        "To look at by the norm: {n} of {all}. Codecs were not looked at.",
    )
    filled = told.filled(n=files.doubtful, all=files.files)
    return Check(what, filled, is_right=not files.doubtful)


def _posts(found: CheckedBefore) -> Check:
    what = Text("Inhoud", "Content")
    if not found.counted.posts:
        told = Text(
            "Er valt niets in deze keuze dat mee mag.", "Nothing in this choice may go along."
        )
        return Check(what, told, is_right=False)
    told = Text(
        "{n} {n:bericht,|berichten, elk} met zijn draad.",
        "{n} {n:post,|posts, each} with its thread.",
    ).filled(n=found.counted.posts)
    return Check(what, told, is_right=True)


def _originals(found: CheckedBefore) -> Check:
    what = Text("Verzegelde originelen", "Sealed originals")
    if found.choice is None:
        told = Text(
            "Een archivaris en een privacy officer hebben nog niet hetzelfde besloten.",
            "An archivist and a privacy officer did not decide alike yet.",
        )
        return Check(what, told, is_right=False)
    return Check(
        what,
        Text("Besloten: {choice}.", "Decided: {choice}.").filled(choice=SEALED[found.choice]),
        is_right=True,
    )


def _appraised(found: CheckedBefore) -> Check:
    counts = found.counted.outcomes
    told = Text(
        "{keep} blijvend te bewaren (B), {destroy} te vernietigen (V), {undecided} nog niet "
        "gewaardeerd (N).",
        "{keep} to be kept for ever (B), {destroy} to be destroyed (V), {undecided} not appraised "
        "yet (N).",
    ).filled(
        keep=counts[Outcome.KEEP],
        destroy=counts[Outcome.DESTROY],
        undecided=counts[Outcome.UNDECIDED],
    )
    is_right = not counts[Outcome.UNDECIDED] and not counts[Outcome.DESTROY]
    return Check(Text("Waardering", "Appraisal"), told, is_right)


def _listed(found: CheckedBefore) -> Check:
    what = Text("Vernietigingslijsten", "Destruction lists")
    if not found.counted.listed:
        told = Text("Niets hiervan staat op een lijst.", "None of it stands on a list.")
        return Check(what, told, is_right=True)
    told = Text(
        "{n} {n:bericht staat|berichten staan} op een lijst die nog loopt. Rond die eerst af.",
        "{n} {n:post stands|posts stand} on a list that is under way. Finish that first.",
    ).filled(n=found.counted.listed)
    return Check(what, told, is_right=False)


def _held(found: CheckedBefore) -> Check:
    what = Text("Bewaarplicht bij geschil", "Legal hold")
    if not found.counted.held:
        told = Text("Er rust geen bewaarplicht op.", "No legal hold keeps any of it.")
        return Check(what, told, is_right=True)
    told = Text(
        "Een bewaarplicht houdt {n} {n:bericht|berichten} vast: {n:de|hun} originelen "
        "mogen niet worden vernietigd.",
        "A legal hold keeps {n} {n:post|posts}: {n:its|their} originals may not be destroyed.",
    ).filled(n=found.counted.held)
    return Check(what, told, is_right=found.choice is not SealedChoice.DESTROY)
