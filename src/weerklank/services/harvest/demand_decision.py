"""Demand a decision: of some platforms no API is asked before that was decided (decision 0081).

Every way out to a platform asks here first: connecting, looking at a permission, a trial, a
harvest. What is due asks the same question of the register (`whats_due`).
"""

from collections.abc import Iterable

from weerklank.harvest.port import Connector, Manifest
from weerklank.model.errors import Refused, fault
from weerklank.model.platform import TITLES, Platform
from weerklank.model.text import Text
from weerklank.services.register.agreements import api_decision
from weerklank.services.workplace import Workplace

NO_DECISION = fault(
    "HARVEST-860",
    Text(
        nl="Van {platform} wordt niets gevraagd: er geldt geen besluit dat dit toestaat. {reason}",
        en="Nothing is asked of {platform}: no decision that permits it is in force. {reason}",
    ),
    Text(
        nl="Lees exports in, of laat besluiten en leg het vast met 'weerklank agreement add P "
        "--api', met wie besloot, wanneer, en waar het staat.",
        en="Take in exports, or have it decided and record that with 'weerklank agreement add P "
        "--api', with who decided, when, and where it can be read.",
    ),
)


def lacks_decision(workplace: Workplace, manifest: Manifest) -> bool:
    """Tell whether the API of a platform may not be asked today, for want of a decision."""
    if manifest.needs_decision is None:
        return False
    register = workplace.register()
    return api_decision(register, manifest.platform, workplace.today()) is None


def lacks_decision_on(
    workplace: Workplace, connectors: Iterable[Connector], platform: Platform
) -> Text | None:
    """Say why nothing may be asked of a platform before that is decided; None when it may."""
    for connector in connectors:
        manifest = connector.manifest
        if manifest.platform is platform and lacks_decision(workplace, manifest):
            return manifest.needs_decision
    return None


def demand_decision(
    workplace: Workplace, connectors: Iterable[Connector], platform: Platform
) -> None:
    """Refuse to ask anything of a platform that needs a decision, while none is in force."""
    reason = lacks_decision_on(workplace, connectors, platform)
    if reason is not None:
        raise Refused(NO_DECISION, platform=TITLES[platform], reason=reason)
