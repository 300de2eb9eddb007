"""An archive of a few posts of one account, for what the demonstration has not."""

import io
import json
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from weerklank import bootstrap
from weerklank.cli.main import main
from weerklank.services.workplace import Silent, Workplace
from weerklank.store.atomic import create_file
from weerklank.testing.mastodon_export import (
    ExportAccount,
    ExportItem,
    ExportPost,
    snowflake,
    write_export,
)
from weerklank.web.configure import configure
from weerklank.web.site import Site

SANNE = "Sanne Fictema"
_DATABASE = "sign-in.sqlite3"
OURS = ExportAccount(
    host="dorp.example",
    name="gemeente",
    display_name="Gemeente Dorp",
    summary_html="<p>Van de gemeente.</p>",
    actor_id="https://dorp.example/users/gemeente",
    created=datetime(2020, 1, 1, tzinfo=UTC),
)


def posted(when: str, text: str, **more: Any) -> ExportPost:
    """Write a post of a moment in UTC."""
    moment = datetime.fromisoformat(when).replace(tzinfo=UTC)
    return ExportPost(number=snowflake(moment), published=moment, html=f"<p>{text}</p>", **more)


@dataclass(frozen=True)
class OwnArchive:
    """An archive in a folder of a test."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "archief"

    @property
    def keys(self) -> Path:
        return self.root / "sleutels"

    def make(self, posts: Sequence[ExportItem]) -> "OwnArchive":
        """Make it with one account, kept by Sanne, and take its posts in."""
        self.run("init", str(self.folder), "--organisation", "Gemeente Dorp", "--sealed", "12")
        roles = ("register-owner", "archivist", "reader")
        self.run("person", "add", SANNE, *(part for role in roles for part in ("--role", role)))
        address = f"https://{OURS.host}/@{OURS.name}"
        self.run("account", "add", address, "--kind", "corporate", "--as", SANNE)
        export = self.root / "export.tar.gz"
        write_export(export, OURS, posts)
        self.run("import", str(export))
        return self

    def run(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        """Run a command that must end with an exit code; gives what it tells."""
        out = io.StringIO()
        given = ["--archive", str(self.folder), "--keys", str(self.keys), "--json", *arguments]
        with (
            redirect_stdout(out),
            redirect_stderr(io.StringIO()),
            pytest.raises(SystemExit) as end,
        ):
            main(given)
        assert (end.value.code or 0) == code, out.getvalue()
        return dict(json.loads(out.getvalue()))

    def serve(self) -> Workplace:
        """Turn the one site of the process to this archive; gives Sanne's place in it."""
        site = Site(archive=self.folder, keys=self.keys, address="http://testserver")
        if not site.folder.exists():
            site.folder.mkdir(mode=0o700, parents=True)
            create_file(site.folder / _DATABASE, _nobody_signed_in(), mode=0o600)
        configure(site)
        return bootstrap.workplace(str(self.folder), str(self.keys), Silent(), SANNE)


@cache
def _nobody_signed_in() -> bytes:
    """Give the database of a new site: making one takes longer than what most tests do with it."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(archive=Path(folder), keys=Path(folder), address="http://testserver")
        configure(site)
        connections.close_all()  # what it wrote beside its file is in it then
        return (site.folder / _DATABASE).read_bytes()
