"""The guide lists exactly what the command line has beyond its contract."""

from collections.abc import Iterator

import click
import pytest
from contract import KEYS, OPTIONS, beyond

from weerklank.cli import main as cli

ALL = {"--archive", "--keys", "--as", "--json"}


def tree(command: click.Command, path: str = "") -> Iterator[tuple[str, set[str]]]:
    """Give every command that does something with its options, and the program with its own."""
    options = {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in (*parameter.opts, *parameter.secondary_opts)
    }
    if not isinstance(command, click.Group):
        yield path, options
        return
    if options:
        yield path or "weerklank", options
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from tree(found, f"{path} {name}".strip())


TREE = dict(tree(cli.weerklank))


def test_every_option_stands_in_the_contract_or_in_the_guide_and_in_no_more_than_one():
    further = {
        command: options - ALL - OPTIONS.get(command, frozenset())
        for command, options in TREE.items()
        if command not in OPTIONS or options - ALL - OPTIONS[command]
    }
    assert beyond().options == further


def test_the_contract_here_names_commands_that_are_there():
    assert set(OPTIONS) <= set(TREE)


def test_every_command_takes_what_goes_for_all():
    assert {command for command, options in TREE.items() if not options >= ALL} == set()


def test_the_exit_codes_beyond_the_contract_are_those_of_the_program():
    assert beyond().exit_codes == {cli.PIPE_CLOSED}


@pytest.mark.parametrize("where", sorted(beyond().keys))
def test_keys_are_listed_of_commands_that_are_there_and_not_those_of_the_contract(where):
    assert where in TREE or where in KEYS
    assert not beyond().keys[where] & KEYS.get(where, frozenset())
