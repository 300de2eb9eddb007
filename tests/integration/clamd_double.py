"""A double of clamd at a socket: it answers as clamd 1.4 does, by settings that a test chooses."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass
class Double:
    """What it is set to, and what it was asked."""

    day: date | None
    #: What it finds, with the name of the signature.
    wanted: bytes
    #: AlertExceedsMax and AlertEncrypted.
    alerts: bool = True
    #: StreamMaxLength.
    most: int = 1 << 20
    files: int = 0

    def says(self, command: bytes, content: bytes) -> str:
        if command == b"VERSION":
            day = f"/27800/{self.day:%a %b %d} 08:31:00 {self.day:%Y}" if self.day else ""
            return f"ClamAV 1.4.6{day}"
        self.files += 1
        if len(content) > self.most:
            return "INSTREAM size limit exceeded. ERROR"
        if self.wanted in content:
            return "stream: Voorbeeld.Proef FOUND"
        if self.alerts and content[:4] == b"PK\3\4":
            kind = "Encrypted.Zip" if content[6] & 1 else "Limits.Exceeded.MaxRecursion"
            return f"stream: Heuristics.{kind} FOUND"
        return "stream: OK"


@contextmanager
def clamd(place: Path, double: Double) -> Iterator[Path]:
    """Let it listen as long as a test goes on."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listens:
        listens.bind(str(place))
        listens.listen(8)
        threading.Thread(target=_serve, args=(listens, double), daemon=True).start()
        yield place
        listens.shutdown(socket.SHUT_RDWR)


def _serve(listens: socket.socket, double: Double) -> None:
    while True:
        try:
            talk, _ = listens.accept()
        except OSError:
            return
        with talk, talk.makefile("rb") as heard:
            command = b""
            while not command.endswith(b"\0"):
                command += heard.read(1)
            content = b""
            if command == b"zINSTREAM\0":
                while count := struct.unpack(">I", heard.read(4))[0]:
                    content += heard.read(count)
            talk.sendall(double.says(command[1:-1], content).encode() + b"\0")
