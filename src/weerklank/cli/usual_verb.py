"""A group whose usual act needs no verb: `handin A` means `handin add A`."""

import click

#: The verb that may be left out.
USUAL = "add"


class UsualVerb(click.Group):
    """Puts the usual verb where it was left out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read arguments that begin with a verb, or with what the usual verb acts on."""
        if (
            args
            and args[0] not in self.commands
            and args[0] not in self.get_help_option_names(ctx)
        ):
            args = [USUAL, *args]
        return super().parse_args(ctx, args)
