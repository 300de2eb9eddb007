"""What click itself says, in Dutch: usage, headings of help, and what is wrong with a call.

Click asks gettext for each sentence and has no Dutch of its own. Here its modules ask this
catalogue instead; it looks at the locale for each sentence, and gives click's English where the
locale is not Dutch. `[OPTIONS]` and `COMMAND [ARGS]...` don't go through gettext: the formatter
puts those in Dutch.
"""

import gettext

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from weerklank.cli.language import language

_MODULES = (core, decorators, exceptions, formatting, parser, termui, types)

#: Click's sentences; for what has a plural, singular and plural stand beside each other.
SENTENCES: dict[str, str] = {
    "Usage:": "Gebruik:",
    "Options": "Opties",
    "Commands": "Opdrachten",
    "Positional arguments": "Argumenten",
    "Show this message and exit.": "Toon deze uitleg.",
    "Show the version and exit.": "Toon de versie.",
    "%(prog)s, version %(version)s": "%(prog)s, versie %(version)s",
    "default: {default}": "standaard: {default}",
    "required": "verplicht",
    "env var: {var}": "omgevingsvariabele: {var}",
    "(dynamic)": "(wordt bepaald)",
    "deprecated": "verouderd",
    "Aborted!": "Afgebroken.",
    "Error: {message}": "Fout: {message}",
    "Try '{command} {option}' for help.": "Zie '{command} {option}'.",
    "Missing command.": "Er is geen opdracht genoemd.",
    "Missing argument": "Ontbrekend argument",
    "Missing option": "Ontbrekende optie",
    "Missing parameter": "Ontbrekende waarde",
    "Missing parameter: {param_name}": "Ontbrekende waarde: {param_name}",
    "Missing {param_type}": "Ontbrekend: {param_type}",
    "No such option {name!r}.": "Er is geen optie {name!r}.",
    "No such command {name!r}.": "Er is geen opdracht {name!r}.",
    "Did you mean {possibility}?": "Is {possibility} bedoeld?",
    "(Did you mean one of: {possibilities}?)": "(Is een van deze bedoeld: {possibilities}?)",
    "Invalid value: {message}": "Ongeldige waarde: {message}",
    "Invalid value for {param_hint}: {message}": "Ongeldige waarde voor {param_hint}: {message}",
    "Choose from:\n\t{choices}": "Kies uit:\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} is niet {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} is geen van {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} is geen geldig getal.",
    "{value} is not in the range {range}.": "{value} ligt niet in het bereik {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": (
        "{value!r} is geen ja of nee. Bekende waarden: {states}"
    ),
    "{value!r} does not match the format {format}.": ("{value!r} heeft niet de vorm {format}."),
    "{value!r} does not match the formats {formats}.": (
        "{value!r} heeft geen van de vormen {formats}."
    ),
    "{value!r} is not a valid UUID.": "{value!r} is geen geldige UUID.",
    "Got unexpected extra argument ({args})": "Er staat een argument te veel ({args})",
    "Got unexpected extra arguments ({args})": "Er staan argumenten te veel ({args})",
    "Option {name!r} does not take a value.": "Optie {name!r} heeft geen waarde.",
    "Option {name!r} requires an argument.": "Optie {name!r} vraagt een waarde.",
    "Option {name!r} requires {nargs} arguments.": "Optie {name!r} vraagt {nargs} waarden.",
    "Argument {name!r} takes {nargs} values.": "Argument {name!r} vraagt {nargs} waarden.",
    "Takes {nargs} values but 1 was given.": "Vraagt {nargs} waarden; er is er 1 gegeven.",
    "Takes {nargs} values but {len} were given.": (
        "Vraagt {nargs} waarden; er zijn er {len} gegeven."
    ),
    "{len_type} values are required, but {len_value} was given.": (
        "Er zijn {len_type} waarden nodig; er is er {len_value} gegeven."
    ),
    "{len_type} values are required, but {len_value} were given.": (
        "Er zijn {len_type} waarden nodig; er zijn er {len_value} gegeven."
    ),
    "file": "bestand",
    "directory": "map",
    "path": "pad",
    "{name} {filename!r} is a file.": "{name} {filename!r} is een bestand.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} is een map.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} is niet leesbaar.",
    "{name} {filename!r} is not writable.": "{name} {filename!r} is niet schrijfbaar.",
    "{name} {filename!r} is not executable.": "{name} {filename!r} is niet uitvoerbaar.",
    "{name} {filename!r} does not exist.": "{name} {filename!r} bestaat niet.",
    "Could not open file {filename!r}: {message}": (
        "Bestand {filename!r} kan niet worden geopend: {message}"
    ),
    "unknown error": "onbekende fout",
    "Do you want to continue?": "Doorgaan?",
    "Confirm the action without prompting.": "Bevestig zonder vraag.",
    "Repeat for confirmation": "Herhaal ter bevestiging",
    "Error: The two entered values do not match.": "Fout: de twee waarden zijn niet gelijk.",
    "Error: invalid input": "Fout: ongeldige invoer",
    "Press any key to continue...": "Druk op een toets om door te gaan...",
}
#: What stands in the line of usage without gettext.
_USAGE = (("[OPTIONS]", "[OPTIES]"), ("COMMAND", "OPDRACHT"), ("[ARGS]", "[ARGUMENTEN]"))


class Catalogue(gettext.NullTranslations):
    """Gives click's sentences in Dutch, as far as they are known."""

    def gettext(self, message: str) -> str:
        """Give one sentence."""
        return SENTENCES.get(message, message) if language() == "nl" else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Give one sentence in singular or plural."""
        return self.gettext(msgid1 if n == 1 else msgid2)


class DutchFormatter(click.HelpFormatter):
    """Writes the line of usage in Dutch."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        if language() == "nl":
            for english, dutch in _USAGE:
                args = args.replace(english, dutch)
        super().write_usage(prog, args, prefix)


def install() -> None:
    """Let click speak the language of the locale from now on."""
    catalogue = Catalogue()
    for module in _MODULES:
        names = vars(module)
        for name, translate in (("_", catalogue.gettext), ("ngettext", catalogue.ngettext)):
            if name in names:
                names[name] = translate
    click.Context.formatter_class = DutchFormatter
