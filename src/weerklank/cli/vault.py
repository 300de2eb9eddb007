"""`weerklank vault`: the vault of sealed originals."""

import click

from weerklank.cli.language import say
from weerklank.cli.vault_terms import certificate_command, due_command


@click.group("vault", help=say("De kluis met verzegelde originelen.", "The vault of originals."))
def vault_command() -> None:
    """Hold what is done with the vault."""


vault_command.add_command(due_command)
vault_command.add_command(certificate_command)
