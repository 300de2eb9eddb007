"""Places: the disks on which archive, keys and temporary files lie, and what these can."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from weerklank.model.errors import fault
from weerklank.model.text import Text
from weerklank.services.diagnose.finding import Found, Scene, Told, Unseen, Weight
from weerklank.services.machines.database import VARIABLE
from weerklank.store.layout import Layout

LITTLE_SPACE = fault(
    "DOCTOR-030",
    Text(
        nl="Op de schijf van {path} is nog {free} MB vrij; er is {asked} MB nodig.",
        en="On the disk of {path} {free} MB is free; {asked} MB is needed.",
    ),
    Text(
        nl="Maak ruimte voor de volgende oogst: een run die geen ruimte heeft, breekt af.",
        en="Make room before the next harvest: a run that has no room breaks off.",
    ),
)
FEW_FILES = fault(
    "DOCTOR-031",
    Text(
        nl="Op de schijf van {path} kunnen nog maar {free} bestanden worden gemaakt.",
        en="On the disk of {path} only {free} more files can be made.",
    ),
    Text(
        nl="Verplaats het naar een schijf met ruimte voor meer bestanden (inodes).",
        en="Move it to a disk with room for more files (inodes).",
    ),
)
NOT_WRITABLE = fault(
    "DOCTOR-032",
    Text(
        nl="In {path} kan de gebruiker van nu niet schrijven.",
        en="The user of now can't write to {path}.",
    ),
    Text(
        nl="Werk als de systeemgebruiker van het archief, of geef die rechten. Lezen kan wel.",
        en="Work as the system user of the archive, or give it rights. Reading works.",
    ),
)
ON_A_NETWORK = fault(
    "DOCTOR-033",
    Text(
        nl="{path} ligt op een netwerkschijf ({kind}): sloten en hernoemen in één stap zijn "
        "daar niet zeker.",
        en="{path} lies on a network disk ({kind}): locks and renaming in one step are not sure "
        "there.",
    ),
    Text(
        nl="Zet het op een eigen schijf, en maak op de netwerkschijf een replica.",
        en="Put it on a disk of its own, and make a replica on the network disk.",
    ),
)
WITHOUT_LINKS = fault(
    "DOCTOR-034",
    Text(
        nl="{path} ligt op een bestandssysteem ({kind}) zonder harde verwijzingen of rechten.",
        en="{path} lies on a file system ({kind}) without hard links or rights.",
    ),
    Text(
        nl="Zet het op een bestandssysteem van Linux, zoals ext4 of xfs.",
        en="Put it on a file system of Linux, such as ext4 or xfs.",
    ),
)
NO_CASE = fault(
    "DOCTOR-035",
    Text(
        nl="{path} ligt op een bestandssysteem dat hoofdletters en kleine letters gelijk neemt.",
        en="{path} lies on a file system that takes capitals and small letters as the same.",
    ),
    Text(
        nl="Zet het op een bestandssysteem van Linux, zoals ext4 of xfs.",
        en="Put it on a file system of Linux, such as ext4 or xfs.",
    ),
)
OTHERS_WRITE = fault(
    "DOCTOR-036",
    Text(
        nl="In {path} kunnen anderen op deze machine schrijven.",
        en="Others on this machine can write to {path}.",
    ),
    Text(
        nl="Neem hun dat recht af: chmod -R go-w {path}",
        en="Take that right from them: chmod -R go-w {path}",
    ),
)
OTHERS_READ = fault(
    "DOCTOR-037",
    Text(
        nl="Het archief in {path} kan door iedereen op deze machine worden gelezen.",
        en="The archive in {path} can be read by everyone on this machine.",
    ),
    Text(
        nl="Het bevat persoonsgegevens. Mag niet iedereen op deze machine dat lezen: chmod 750 "
        "{path}",
        en="It holds personal data. Where not everyone on this machine may read it: chmod 750 "
        "{path}",
    ),
)

#: Megabytes: a run keeps a working folder beside what it makes, with films of a gigabyte.
_ARCHIVE_MB, _KEYS_MB, _TEMPORARY_MB = 5120, 64, 1024
_FILES = 10_000
#: Those of the next whose locks hold between hosts, for machines that share work.
_SHARED = frozenset({"nfs4", "ceph", "fuse.glusterfs"})
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph", "fuse.s3fs"}
    | {"fuse.glusterfs", "vboxsf", "fuse.rclone", "davfs", "fuse.davfs2", "ncpfs"}
)
_PLAIN = frozenset({"vfat", "exfat", "msdos", "fat", "fuseblk", "hfs", "hfsplus"})


def _places(scene: Scene) -> Iterator[tuple[Path, int]]:
    """Give each folder that is written to, with the megabytes that it asks for."""
    if scene.archive is not None and scene.archive.is_dir():
        yield scene.archive, _ARCHIVE_MB
    if scene.keys is not None and scene.keys.is_dir():
        yield scene.keys, _KEYS_MB
    if scene.temporary.is_dir():
        yield scene.temporary, _TEMPORARY_MB


def look_at_space(scene: Scene) -> Told:
    """Look whether there is room for a harvest."""
    for folder, asked in _places(scene):
        free = shutil.disk_usage(folder).free >> 20
        if free < asked:
            values = {"path": folder, "free": free, "asked": asked}
            yield Found(LITTLE_SPACE, path=folder, values=values)
        room = os.statvfs(folder)
        if room.f_files and room.f_favail < _FILES:
            yield Found(FEW_FILES, path=folder, values={"path": folder, "free": room.f_favail})


def look_at_file_systems(scene: Scene) -> Told:
    """Look on what kind of file system archive and keys lie; nothing is tried out."""
    for folder in (scene.archive, scene.keys):
        if folder is None or not folder.is_dir():
            continue
        kind = _kind(scene, folder)
        if kind is None:
            yield Unseen(
                Text("De kernel noemt geen bestandssysteem.", "The kernel names no file system.")
            )
        elif kind in _NETWORK:
            is_shared = kind in _SHARED and bool(scene.environment.get(VARIABLE))
            weight = Weight.NOTE if is_shared else Weight.WRONG
            yield Found(ON_A_NETWORK, weight, folder, {"path": folder, "kind": kind})
        elif kind in _PLAIN:
            yield Found(WITHOUT_LINKS, path=folder, values={"path": folder, "kind": kind})
    if scene.archive is not None:
        about = Layout(scene.archive).about
        if about.exists() and about.with_name(about.name.upper()).exists():
            yield Found(NO_CASE, path=scene.archive, values={"path": scene.archive})


def _kind(scene: Scene, folder: Path) -> str | None:
    """Name the kind of file system of a folder, by the longest place it is mounted at."""
    try:
        lines = (scene.kernel / "self" / "mountinfo").read_text(errors="replace").splitlines()
    except OSError:
        return None
    real = Path(os.path.realpath(folder))
    longest, kind = "", None
    for line in lines:
        left, dash, right = line.partition(" - ")
        parts = left.split()
        if not dash or len(parts) < 5 or not right.split():
            continue
        place = parts[4].encode().decode("unicode_escape")
        if (real == Path(place) or Path(place) in real.parents) and len(place) >= len(longest):
            longest, kind = place, right.split()[0]
    return kind


def look_at_rights(scene: Scene) -> Told:
    """Look who may write to the archive, and read it."""
    archive = scene.archive
    if archive is None or not archive.is_dir():
        return
    if not os.access(archive, os.W_OK | os.X_OK):
        yield Found(NOT_WRITABLE, path=archive, values={"path": archive})
    layout = Layout(archive)
    own = (archive, layout.about, layout.objects, layout.open, layout.log, layout.sealed)
    books = (archive / name for name in ("register", "decisions", "journal"))
    for path in (*own, *books):
        if path.exists() and path.stat().st_mode & stat.S_IWOTH:
            yield Found(OTHERS_WRITE, path=path, values={"path": path})
    if archive.stat().st_mode & stat.S_IROTH and archive.stat().st_mode & stat.S_IXOTH:
        yield Found(OTHERS_READ, Weight.NOTE, archive, {"path": archive})
