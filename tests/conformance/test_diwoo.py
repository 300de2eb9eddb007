"""DiWoo metadata is valid by the official schema, and our table of grounds is that of others."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from weerklank.disclose.diwoo import DiWoo, write_diwoo
from weerklank.model.woo_grounds import WOO_GROUNDS

STANDARDS = Path(__file__).parents[2].parent / "shared/standards"
pytestmark = pytest.mark.skipif(
    not (STANDARDS / "diwoo").is_dir(), reason=f"the official schemas are not in {STANDARDS}"
)
TOLD = DiWoo(
    id="w0001-0001",
    publisher='Gemeente <Voorbeelddam> & "co"\x00',
    tooi="https://identifier.overheid.nl/tooi/id/gemeente/gm0599",
    title="Stuk 0001: reactie op Mastodon",
    created=date(2026, 1, 17),
    decided=datetime(2026, 11, 27, 12, tzinfo=UTC),
)


class Here(etree.Resolver):
    """Gives the schema of MDTO from disk, whatever address another schema has for it."""

    def resolve(self, url: str, _public: str, context: object) -> object:
        if "mdto" in url.lower():
            return self.resolve_filename(str(STANDARDS / "mdto/MDTO-XML1.0.xsd"), context)
        return self.resolve_filename(str(STANDARDS / "diwoo" / Path(url).name), context)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Here())
    return etree.XMLSchema(etree.parse(str(STANDARDS / "diwoo/diwoo-metadata.xsd"), parser))


def test_what_is_written_is_valid_and_a_wrong_organisation_is_not(
    schema: etree.XMLSchema,
) -> None:
    schema.assertValid(etree.fromstring(write_diwoo(TOLD)))
    wrong = write_diwoo(TOLD).replace(b"gm0599", b"gm0000")
    assert not schema.validate(etree.fromstring(wrong))


def test_our_grounds_are_those_of_the_table_of_others() -> None:
    with (STANDARDS / "woo/weigeringsgronden.csv").open(encoding="utf-8") as file:
        theirs = {row["code"]: row["artikel"] for row in csv.DictReader(file)}
    assert {one.code: one.article for one in WOO_GROUNDS.values()} == theirs
