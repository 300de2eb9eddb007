"""A search can be narrowed to each technique that some connector has, and to no other."""

from weerklank import bootstrap
from weerklank.cli.selection_options import TECHNIQUES


def test_the_choices_are_the_techniques_of_the_connectors():
    have = {one.value for each in bootstrap.connectors() for one in each.manifest.techniques}
    assert set(TECHNIQUES) == have
