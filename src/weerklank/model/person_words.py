"""Roles in words for people."""

from weerklank.model.person import Role
from weerklank.model.text import Text

ROLES: dict[Role, Text] = {
    Role.REGISTER_OWNER: Text("beheerder accountoverzicht", "register owner"),
    Role.COMMUNICATION: Text("communicatie", "communication"),
    Role.MAKER: Text("maker", "maker"),
    Role.ARCHIVIST: Text("archivaris", "archivist"),
    Role.REVIEWER: Text("beoordelaar", "reviewer"),
    Role.PRIVACY: Text("privacy officer", "privacy officer"),
    Role.WOO: Text("Woo-behandelaar", "Woo officer"),
    Role.READER: Text("raadpleger", "reader"),
    Role.RESEARCHER: Text("onderzoeker", "researcher"),
    Role.INSPECTOR: Text("inspecteur", "inspector"),
    Role.OPERATOR: Text("technisch beheerder", "operator"),
}
