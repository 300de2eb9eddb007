"""A file that someone sends: kept in memory under a bound, so nothing of it reaches a disk.

An export names third parties in the clear. What a browser sends is therefore written to a file
that has no place on any disk (`memfd`), is read from there by the import, and is gone with the
last process that holds it. docs/adr/0030 tells why, and what it costs.
"""

import os
from collections.abc import Callable
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from weerklank.appraise.format_table import MOST_BYTES as MOST_OF_TABLE
from weerklank.appraise.read_list import MOST_BYTES as MOST_OF_LIST
from weerklank.appraise.rights_file import MOST_BYTES as MOST_OF_RIGHTS
from weerklank.services.register.exchange_register import LARGEST
from weerklank.transfer.receipt import MOST_BYTES as MOST_OF_RECEIPT

#: Bytes of an upload at most, however much memory there is.
_MOST = 2 << 30
_PIECE = 1 << 20
#: Said in the request when a file was too large.
TOO_LARGE = "weerklank.too-large"
#: Said in the request when a file comes in: a second one would take as much memory again.
_COMES = "weerklank.comes"
#: Share of the memory that is free which one upload may take.
_SHARE = 2


def largest_upload() -> int:
    """Give the bytes that an upload may have here: half of what is free, 2 GiB at most."""
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return _MOST
    return min(_MOST, max(free // _SHARE, _PIECE))


#: The pages that take a file, by their names in `urls.py`, each with the bytes that it may have.
PAGES: dict[str, Callable[[], int]] = {
    "handin-file": largest_upload,
    "import": largest_upload,
    # A key, read into memory for one opening.
    "vault-open": lambda: 4096,
    # What a depot says that it has; it names each file.
    "transfer-receipt": lambda: min(MOST_OF_RECEIPT, largest_upload()),
    "register-import": lambda: LARGEST,
    "selection-load": lambda: MOST_OF_LIST,
    "formats-load": lambda: MOST_OF_TABLE,
    "rights-file": lambda: MOST_OF_RIGHTS,
}


class MemoryUpload(UploadedFile):
    """An upload that came in whole."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        super().__init__(file, "export", "application/octet-stream", size)
        #: By which a process that inherits it reads the file.
        self.descriptor = file.fileno()


class TooLarge(Exception):
    """More came than may."""


def taken_in(read: Callable[[int], bytes], most: int) -> MemoryUpload:
    """Take a file in piece by piece, into memory alone; TooLarge where it is more than `most`."""
    file = os.fdopen(os.memfd_create("export", os.MFD_CLOEXEC), "w+b")
    try:
        size = _copied(read, file, most)
    except BaseException:  # whatever it is, nothing of the file stays; raised again
        file.close()
        raise
    file.flush()
    file.seek(0)
    return MemoryUpload(file, size)


def _copied(read: Callable[[int], bytes], file: BinaryIO, most: int) -> int:
    size = 0
    while piece := read(_PIECE):
        size += len(piece)
        if size > most:
            raise TooLarge
        file.write(piece)
    return size


class MemoryFile(FileUploadHandler):
    """Receives a file into memory; the name that it has elsewhere is not kept."""

    chunk_size = _PIECE
    _file: BinaryIO | None = None

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Make a file without a place."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type] # passed on as they came
        match = self.request.resolver_match if self.request else None
        largest = PAGES.get(match.url_name or "") if match else None
        if largest is None or self.request is None or _COMES in self.request.META:
            raise SkipFile  # no other form has a file, and none has two
        self.request.META[_COMES] = True
        self._most = largest()
        self._file = os.fdopen(os.memfd_create("export", os.MFD_CLOEXEC), "w+b")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece; what is too large is broken off."""
        if self._file is None or start + len(raw_data) > self._most:
            self.upload_interrupted()
            if self.request:
                self.request.META[TOO_LARGE] = True
            raise StopUpload(connection_reset=False)  # a browser hears of it when all is sent
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> MemoryUpload | None:
        """Give the file, from its beginning."""
        if self._file is None:
            return None
        whole, self._file = self._file, None  # what is whole is not let go with what breaks off
        whole.flush()
        whole.seek(0)
        return MemoryUpload(whole, file_size)

    def upload_interrupted(self) -> None:
        """Let go of what came of an upload that broke off."""
        if self._file is not None:
            self._file.close()
