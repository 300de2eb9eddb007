"""Make an archive: folders, keys, first events; what `init` does."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pyrage

from weerklank.integrity.log import Log
from weerklank.minimise.blind_tables import lay_tables
from weerklank.model.canonical import canonical
from weerklank.model.clock import Clock
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.organisation import Organisation
from weerklank.model.person import Actor
from weerklank.model.text import Text
from weerklank.services.seal.named_organisation import typed_organisation
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.set_policy import choose_sealed, months_of
from weerklank.services.workplace import (
    Reporter,
    Workplace,
    about_line,
    session_name,
    system_user,
)
from weerklank.store.atomic import make_folder, replace_file
from weerklank.store.events import EventStore
from weerklank.store.keys import KeyFolder, refuse_inside
from weerklank.store.layout import Layout, is_archive
from weerklank.store.ocfl import make_storage_root

EXISTS = fault(
    "ARCHIVE-003",
    Text(nl="{path} bestaat al en is niet leeg.", en="{path} exists already and is not empty."),
    Text(nl="Kies een nieuwe of lege map.", en="Choose a new or an empty folder."),
)
KEYS_EXIST = fault(
    "ARCHIVE-004",
    Text(nl="In {path} liggen al sleutels.", en="There are keys in {path} already."),
    Text(
        nl="Kies met --keys een andere map; sleutels horen bij één archief.",
        en="Choose another folder with --keys; keys belong to one archive.",
    ),
)
NESTED = fault(
    "ARCHIVE-014",
    Text(
        nl="{path} ligt in het archief {outer}. Een archief kan niet in een ander liggen: wat "
        "daarin komt en niet in zijn logboek staat, geldt er als schade.",
        en="{path} lies inside the archive {outer}. An archive can't lie inside another: what "
        "comes there and is not in its log counts as damage.",
    ),
    Text(
        nl="Kies een map daarbuiten, zoals {beside}.",
        en="Choose a folder outside it, such as {beside}.",
    ),
)
NO_PREFIX = fault(
    "ARCHIVE-013",
    Text(
        nl="'{prefix}' kan niet voor in een permanent adres staan.",
        en="'{prefix}' can't stand at the front of a permanent address.",
    ),
    Text(
        nl="Kies 2 tot en met 12 kleine letters en cijfers, beginnend met een letter, zoals vbd.",
        en="Choose 2 to 12 lower-case letters and digits that begin with a letter, such as vbd.",
    ),
)
_PART = re.compile(r"\{(organisation|origin|created)\}")
_PREFIX = re.compile(r"[a-z][a-z0-9]{1,11}")


@dataclass(frozen=True, slots=True)
class NewArchive:
    """An archive just made, and the private key that is given out this once."""

    workplace: Workplace
    #: age identity that opens sealed originals; kept nowhere.
    identity: str


def make_archive(
    archive: Path,
    keys: Path,
    organisation: Organisation,
    *,
    clock: Clock,
    reporter: Reporter,
    sealed: str | None,
    hand_out: Callable[[NewArchive], None] = lambda _: None,
) -> NewArchive:
    """Make archive and keys; `sealed` is `drop`, a number of months, or None: not chosen yet.

    `hand_out` gives out the private key of the vault. When that fails, or anything before it,
    nothing stays of the archive: it would seal originals that nobody can ever open.
    """
    if sealed is not None:
        months_of(sealed)  # all that can be wrong is found before anything is made
    organisation = typed_organisation(organisation)
    if not _PREFIX.fullmatch(organisation.prefix):
        raise WrongUse(NO_PREFIX, prefix=organisation.prefix)
    refuse_inside(keys, archive)
    refuse_nested(archive, keys)
    if archive.exists() and (not archive.is_dir() or any(archive.iterdir())):
        raise WrongUse(EXISTS, path=archive)
    if keys.exists() and any(keys.iterdir()):
        raise WrongUse(KEYS_EXIST, path=keys)
    layout = Layout(archive)
    with _whole_or_nothing(archive, keys):
        _make_folders(layout)
        key_folder = KeyFolder.create(keys, archive)
        new = _fill(layout, key_folder, organisation, clock, reporter, sealed)
        hand_out(new)
    return new


def _fill(
    layout: Layout,
    key_folder: KeyFolder,
    organisation: Organisation,
    clock: Clock,
    reporter: Reporter,
    sealed: str | None,
) -> NewArchive:
    """Lay the log and its key, the texts and the first events."""
    log = Log(layout.log)
    log.publish_key(organisation.origin, key_folder.signer.public_key().public_bytes_raw())
    identity = pyrage.x25519.Identity.generate()
    key_folder.publish_sealing(str(identity.to_public()))
    created = clock.now()
    _write_texts(layout, organisation, f"{created:%Y-%m-%d}")
    workplace = Workplace(
        layout=layout,
        organisation=organisation,
        keys=key_folder,
        clock=clock,
        actor=Actor(system_user=system_user()),
        events=EventStore(layout, session_name(), key_folder),
        log=log,
        reporter=reporter,
    )
    about = about_line(organisation, created, str(identity.to_public()), key_folder.check_values())
    workplace.record(Book.REGISTER, "archive.made", "archive", about)
    if sealed is not None:
        choose_sealed(workplace, sealed)
    seal_events(workplace)
    # Last: a folder without it is no archive, so a half-made one is recognised as such.
    replace_file(layout.about, canonical(about) + b"\n")
    return NewArchive(workplace, str(identity))


@contextmanager
def _whole_or_nothing(*folders: Path) -> Iterator[None]:
    """Take away what was laid in folders that are new or empty, when the block fails."""
    new = [folder for folder in folders if not folder.exists()]
    try:
        yield
    except FileExistsError as error:  # of who makes an archive here at the same moment
        raise WrongUse(EXISTS, path=folders[0]) from error
    except BaseException:  # Ctrl-C too; raised again
        for inside in [one for folder in folders if folder.is_dir() for one in folder.iterdir()]:
            if inside.is_dir():
                shutil.rmtree(inside, ignore_errors=True)
            else:
                inside.unlink(missing_ok=True)
        for folder in new:
            with suppress(OSError):
                folder.rmdir()
        raise


def refuse_nested(archive: Path, keys: Path) -> None:
    """Refuse a place for an archive, or for its keys, inside another archive, by any name."""
    for outer in Path(os.path.realpath(archive)).parents:
        if is_archive(outer):
            beside = outer.with_name(f"{outer.name}-{archive.name}")
            raise WrongUse(NESTED, path=archive, outer=outer, beside=beside)
    for outer in Path(os.path.realpath(keys)).parents:
        if is_archive(outer):
            refuse_inside(keys, outer)


def _make_folders(layout: Layout) -> None:
    make_folder(layout.root)
    make_storage_root(layout.objects)
    make_storage_root(layout.sealed)
    for folder in (layout.open, layout.log, layout.index):
        make_folder(folder)
    lay_tables(layout.blind)
    for book in Book:
        make_folder(layout.book(book))


def _write_texts(layout: Layout, organisation: Organisation, created: str) -> None:
    from importlib.resources import files

    shipped = files("weerklank.integrity")
    readme = str(shipped.joinpath("archive_readme.txt").read_text(encoding="utf-8"))
    told = {
        "organisation": organisation.name,
        "origin": organisation.origin,
        "created": created,
    }
    # In one go: a name may hold what stands for another part.
    readme = _PART.sub(lambda part: told[part[1]], readme)
    replace_file(layout.readme, readme.encode())
    replace_file(layout.verifier, shipped.joinpath("weerklank_verify.py").read_bytes())


def default_prefix(name: str) -> str:
    """Make a short name for permanent addresses: three consonants of the last word."""
    words: list[str] = re.findall(r"[a-z]+", name.lower())
    word = words[-1] if words else "weerklank"
    consonants = word[0] + re.sub(r"[aeiouy]", "", word[1:])
    return (consonants + word + "xxx")[:3]


def default_origin(name: str) -> str:
    """Name the log after the organisation, as a checkpoint's origin line."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "archief"
    return f"weerklank/{slug}/{session_name()}"
