"""Whose names may stand: the organisation's, its accounts', of the register, and by decision."""

from collections.abc import Iterator
from contextlib import suppress

import orjson

from weerklank.model.errors import BrokenInput
from weerklank.model.item import AuthorRole, ItemKind
from weerklank.package.names import RECORDS, SOURCE, Found, packages
from weerklank.package.reader import read_line
from weerklank.services.seal.read_named import read_named
from weerklank.services.workplace import Workplace
from weerklank.store.members import read_members
from weerklank.store.ocfl import CONTENT


def allowed_names(workplace: Workplace) -> Iterator[str]:
    """Give handles, addresses and names that are no findings, wherever they stand."""
    register = workplace.register()
    yield workplace.organisation.name
    for account in register.accounts.values():
        yield account.handle
        yield account.url
        names = (account.unit, *(one.name for one in account.managers))
        yield from filter(None, (*names, *(one.name for one in account.tenures)))
        yield from (one.handle for one in account.former_handles)
    for found in packages(workplace.layout):
        with suppress(BrokenInput, ValueError, OSError):  # what is damaged, the scan says
            yield from _addresses_of_owner(found)
    for party in read_named(workplace):  # on which days, its records are asked
        if party.facts and not party.withdrawn:
            yield from (party.facts.handle, party.facts.url, party.facts.name)
    for person in register.persons.values():
        yield person.name
    pages = register.pages
    yield from filter(None, (pages.privacy, pages.contact, pages.landing, *register.sites.sites))


def _addresses_of_owner(package: Found) -> Iterator[str]:
    """Give by what addresses the first records of a package call their own author."""
    content = package.folder / CONTENT
    both = zip(read_members(content / RECORDS), read_members(content / SOURCE), strict=False)
    for (_, records), (_, sources) in both:
        for record, line in zip(records, sources, strict=True):
            item, source = read_line(record), orjson.loads(line)
            if item.author.role is AuthorRole.OWN:
                names = ["actor", "attributedTo"]
                names += ["id", "uri", "url"] if item.kind is ItemKind.PROFILE else []
                found = (source.get(name) for name in names)
                yield from (one for one in found if isinstance(one, str) and "://" in one)
        return
