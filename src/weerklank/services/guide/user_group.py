"""The user groups for whom there is a guide of one page.

Source: whitepaper 1.3 and 2.3 (who makes and runs accounts) and 6.2 (whom to train): office
holders and users of corporate accounts, and who look after the information.
"""

from enum import StrEnum

from weerklank.model.account import Group
from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text

UNKNOWN = fault(
    "GUIDE-001",
    Text(
        nl="Er is geen beleid of handleiding '{name}'.",
        en="There is no policy or guide '{name}'.",
    ),
    Text(nl="Kies een van: {known}.", en="Choose one of: {known}."),
)
POLICY = "policy"


class UserGroup(StrEnum):
    """Who gets a guide; the first five are the groups of managers in the register."""

    COMMUNICATION = Group.COMMUNICATION.value
    WEBCARE = Group.WEBCARE.value
    CUSTOMER_CONTACT = Group.CUSTOMER_CONTACT.value
    MONITORING = Group.MONITORING.value
    TOP = Group.TOP.value
    INFORMATION = "informatiebeheer"
    PRIVACY = "privacy"

    @property
    def of_managers(self) -> Group | None:
        """The group of managers in the register that it is; None for who manages no accounts."""
        return Group(self.value) if self.value in {*Group} else None


TITLES: dict[UserGroup, Text] = {
    UserGroup.COMMUNICATION: Text("communicatie", "communication"),
    UserGroup.WEBCARE: Text("webcare", "webcare"),
    UserGroup.CUSTOMER_CONTACT: Text("klantcontact", "customer contact"),
    UserGroup.MONITORING: Text("monitoring", "monitoring"),
    UserGroup.TOP: Text(
        "bestuurders en ambtelijke top", "office holders and senior civil servants"
    ),
    UserGroup.INFORMATION: Text("informatiebeheer en archief", "information management"),
    UserGroup.PRIVACY: Text("privacy", "privacy"),
}


def group_of(name: str, *others: str) -> UserGroup:
    """Find a user group by its name; WrongUse names all that can be asked, with some others."""
    asked = name.strip().lower()
    if asked not in {*UserGroup}:
        known = ", ".join((*others, *(one.value for one in UserGroup)))
        raise WrongUse(UNKNOWN, name=name, known=known)
    return UserGroup(asked)
