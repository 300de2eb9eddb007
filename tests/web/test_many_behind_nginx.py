"""A real nginx before the front, set up letter for letter as the manual prints it."""

import asyncio
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from behind_front import Ask, Change, at_socket, behind, free_port, lead

PAGES = Path(__file__).parents[2] / "docs" / "beheerder"
#: Without these it keeps on its own disk what people ask and send, or what they are shown.
KEEPS_NOTHING = (
    "access_log off;",
    "error_log /var/log/nginx/error.log crit;",
    "proxy_http_version 1.1;",
    "proxy_request_buffering off;",
    "proxy_buffering off;",
)
HOST, OTHER = "archief.voorbeelddam.example", "archief.oudedorp.example"
SOUGHT = "Iemand-Anders"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "nginx"


def printed(page: str) -> str:
    (block,) = re.findall(r"```nginx\n(.*?)```", (PAGES / page).read_text(), re.DOTALL)
    return str(block)


@pytest.mark.parametrize("page", ["organisaties.md", "installeren.md", "README.md"])
def test_the_manual_lets_nginx_keep_nothing_of_what_is_asked_sent_or_shown(page: str) -> None:
    block = printed(page)
    assert [one for one in KEEPS_NOTHING if one not in block] == []


def set_up(folder: Path, block: str, port: int, front: int) -> Path:
    """Give a file that has the block as printed, but for its ports and the places of files."""
    certificate, key = folder / "tls.pem", folder / "tls.key"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", f"/CN={HOST}"),
            *("-addext", f"subjectAltName=DNS:{HOST},DNS:{OTHER}"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    block = re.sub(r"(ssl_certificate +)\S+;", rf"\g<1>{certificate};", block)
    block = re.sub(r"(ssl_certificate_key +)\S+;", rf"\g<1>{key};", block)
    block = block.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    block = block.replace("/var/log/nginx", str(folder)).replace(":8642", f":{front}")
    temporary = "".join(
        f"{one}_temp_path {folder}/{one};\n"
        for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\ndaemon off;\nworker_processes 1;\n"
        f"pid {folder}/pid;\nevents {{}}\nhttp {{\n{temporary}"
        f"access_log {folder}/access.log;\n{block}}}\n"
    )
    return file


@pytest.mark.enable_socket
@pytest.mark.loopback
@pytest.mark.needs("nginx", "openssl")
@pytest.mark.parametrize("page", ["organisaties.md", "installeren.md"])
def test_nginx_understands_what_the_manual_prints(tmp_path: Path, page: str) -> None:
    file = set_up(tmp_path, printed(page), free_port(), 8642)
    done = subprocess.run(
        [NGINX, "-t", "-e", str(tmp_path / "start.log"), "-c", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def in_front(folder: Path, port: int, front: int) -> Iterator[None]:
    file = set_up(folder, printed("organisaties.md"), port, front)
    with subprocess.Popen([NGINX, "-e", str(folder / "start.log"), "-c", str(file)]) as running:
        try:
            end = time.monotonic() + 20
            while not listens(port):
                assert running.poll() is None
                assert time.monotonic() < end
                time.sleep(0.02)
            yield
        finally:
            running.terminate()


class Browser(http.client.HTTPSConnection):
    """Goes to where nginx listens, whichever name it asks for."""

    def __init__(self, port: int, host: str, certificate: Path) -> None:
        self.trust = ssl.create_default_context(cafile=str(certificate))
        super().__init__(host, port, timeout=30, context=self.trust)

    def connect(self) -> None:
        way = socket.create_connection(("127.0.0.1", self.port), 30)
        self.sock = self.trust.wrap_socket(way, server_hostname=self.host)

    def ask(self, path: str, body: Iterable[bytes] | None = None) -> tuple[int, bytes]:
        self.request("POST" if body else "GET", path, body=body, encode_chunked=bool(body))
        answer = self.getresponse()
        return answer.status, answer.read()


@pytest.mark.enable_socket
@pytest.mark.loopback
@pytest.mark.needs("nginx", "openssl")
def test_behind_nginx_each_is_led_to_its_own_and_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, front = free_port(), free_port()
    told = at_socket("vd", HOST, tmp_path / "vd") + at_socket("od", OTHER, tmp_path / "od")
    kept = tmp_path / "nginx"
    kept.mkdir()

    def look() -> None:
        with (
            closing(Browser(port, HOST, kept / "tls.pem")) as one,
            closing(Browser(port, OTHER, kept / "tls.pem")) as other,
        ):
            ask_both(one, other)

    def ask_both(one: Browser, other: Browser) -> None:
        for _ in range(3):
            assert one.ask(f"/zoeken/?q={SOUGHT}") == (200, b"vd")
            assert other.ask(f"/zoeken/?q={SOUGHT}") == (200, b"od")
        # Its length is not told, so nginx would keep it on its disk until it knows.
        status, _ = one.ask("/oogsten/inlezen/", (b"x" * 65_536 for _ in range(32)))
        assert status == 411
        one.close()  # as nginx does: it read no further
        assert one.ask("/") == (200, b"vd")
        assert other.ask("/") == (200, b"od")

    async def scene(_ask: Ask, _change: Change) -> None:
        await asyncio.to_thread(look)

    with behind(tmp_path / "vd") as vd, behind(tmp_path / "od") as od, in_front(kept, port, front):
        vd.may_answer.set()
        od.may_answer.set()
        od.more = 14_000  # sent on to sign in, from the longest address that it lets through
        lead(monkeypatch, tmp_path, told, scene, front)
        # Nobody is behind it any more: what it says of that is no question of anybody either.
        with closing(Browser(port, HOST, kept / "tls.pem")) as late:
            assert late.ask(f"/zoeken/?q={SOUGHT}")[0] == 502
    for file in kept.rglob("*"):
        if file.is_file():
            assert SOUGHT.encode() not in file.read_bytes(), file
