"""Admit import: which export may be taken in, whole or by single posts."""

from datetime import date
from pathlib import Path

from weerklank.harvest.export_file import NOT_READABLE, refuse_encrypted
from weerklank.harvest.port import Connector, Export
from weerklank.model.account import Account, Scenario
from weerklank.model.errors import BrokenInput, Refused, WrongUse, fault
from weerklank.model.platform import Platform
from weerklank.model.policy import Policy
from weerklank.model.text import Text
from weerklank.services.register.account_facts import require_code
from weerklank.services.register.record_hand_in import require_judge
from weerklank.services.seal.set_policy import NO_CHOICE
from weerklank.services.workplace import Workplace

NO_FILE = fault(
    "IMPORT-003",
    Text(nl="Bestand {file} is er niet of is niet leesbaar.", en="File {file} can't be read."),
    Text(nl="Controleer de naam en de rechten.", en="Check the name and the rights."),
)
WHOLE_REFUSED = fault(
    "IMPORT-006",
    Text(
        nl="Account {account} valt onder scenario C: een hybride of persoonlijk account wordt "
        "nooit als geheel gearchiveerd (whitepaper 4.1.3).",
        en="Account {account} falls under scenario C: a hybrid or personal account is never "
        "archived as a whole (whitepaper 4.1.3).",
    ),
    Text(
        nl="Lever de berichten aan die overheidsinformatie zijn: 'weerklank handin {account} "
        "--file BESTAND' toont waaruit te kiezen is; noem ze met --post.",
        en="Hand in the posts that are government information: 'weerklank handin {account} "
        "--file FILE' shows what can be picked; name them with --post.",
    ),
)


def open_export(
    connectors: list[Connector], file: Path, platform: Platform | None = None
) -> tuple[Connector, Export]:
    """Open an export by the connector that recognises it; WrongUse when there is no such file.

    One file may hold an account of two platforms: that of `platform` is looked for first.
    """
    if not file.is_file():
        raise WrongUse(NO_FILE, file=file)
    refuse_encrypted(file)
    for connector in sorted(connectors, key=lambda one: one.manifest.platform is not platform):
        export = connector.open_export(file)
        if export is not None:
            return connector, export
    raise BrokenInput(NOT_READABLE, file=file.name)


def platforms_beside(connectors: list[Connector], chosen: Connector, file: Path) -> list[str]:
    """Give by their titles the other platforms of which a file holds an export as well.

    Also one that can't be read: that is told when somebody takes it in.
    """
    found = []
    for connector in connectors:
        if connector.manifest.platform is chosen.manifest.platform:
            continue
        try:
            is_there = connector.open_export(file) is not None
        except BrokenInput:
            is_there = True
        if is_there:
            found.append(connector.manifest.title)
    return sorted(found)


def demand_admissible(
    workplace: Workplace,
    account: Account,
    policy: Policy,
    posts: tuple[str, ...],
    process: str | None,
) -> None:
    """Refuse what may not come in of an account: see `import_export`.

    Posts that are named one by one ask for somebody who may judge them. WrongUse for what is no
    code of a process.
    """
    if process is not None:
        require_code(process)
    today = workplace.today()
    scenarios = account.scenarios_until(today)
    if not posts and scenarios == {Scenario.C}:
        raise Refused(WHOLE_REFUSED, account=account.id)
    if posts and Scenario.C in scenarios:
        require_judge(workplace, account)
    refuse_undecided(account, policy, today)


def refuse_undecided(account: Account, policy: Policy, today: date) -> None:
    """Refuse what has days of scenario B or C before there is a choice on sealed originals."""
    if policy.sealed is None:
        for scenario in sorted(account.scenarios_until(today) - {Scenario.A}):
            raise Refused(NO_CHOICE, scenario=scenario)
