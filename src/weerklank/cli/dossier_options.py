"""Options that several acts on a document of a dossier share."""

import click

from weerklank.cli.language import say
from weerklank.model.area import Area, read_area
from weerklank.model.span import Span, read_span


class SpanType(click.ParamType[Span]):
    """A place of a document and its first letter and end: `text:12-20`."""

    name = "span"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Span:
        """Read it."""
        if isinstance(value, tuple):
            return value
        found = read_span(str(value))
        if found is None:
            self.fail(say("Schrijf het als text:12-20.", "Write it as text:12-20."), param, ctx)
        return found


class AreaType(click.ParamType[Area]):
    """A part of a picture in per cent: left, top, width and height."""

    name = "area"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Area:
        """Read it."""
        if isinstance(value, Area):
            return value
        found = read_area(str(value))
        if found is None:
            self.fail(
                say(
                    "Schrijf het als 10;20;30;12.5, binnen het beeld.",
                    "Write it as 10;20;30;12.5, within the picture.",
                ),
                param,
                ctx,
            )
        return found


seen_option = click.option(
    "--seen",
    default=None,
    type=click.IntRange(min=0),
    metavar="N",
    help=say(
        "'acts' van het stuk toen u het bekeek ('show --json'): deed iemand er daarna iets mee, "
        "dan gebeurt er niets.",
        "'acts' of the document when you looked at it ('show --json'): if anybody did anything "
        "with it since, nothing is done.",
    ),
)
