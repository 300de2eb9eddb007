"""The command `weerklank`: finds the module of a command and turns faults into exit codes."""

import importlib
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stdout, suppress
from typing import TextIO

import click

from weerklank import __version__
from weerklank.cli.commands import COMMANDS
from weerklank.cli.followed import followed
from weerklank.cli.language import language, say
from weerklank.cli.output import STREAM, error_json, tell_error
from weerklank.model.errors import (
    INTERRUPTED,
    Defect,
    RunInterrupted,
    WeerklankError,
    WrongUse,
    fault,
)
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text

UNEXPECTED = fault(
    "DEFECT-001",
    Text(
        nl="Er ging iets mis dat niet mis had mogen gaan ({kind} in {place}).",
        en="Something went wrong that should not have ({kind} in {place}).",
    ),
    Text(
        nl="Het archief staat zoals het stond. Meld dit met de code, de plaats en het commando; "
        "draai 'weerklank verify'.",
        en="The archive stands as it stood. Report this with the code, the place and the command; "
        "run 'weerklank verify'.",
    ),
)
WRONG_USE = fault(
    "USE-001",
    Text(nl="{problem}", en="{problem}"),
    Text(nl="Zie '{command} --help'.", en="See '{command} --help'."),
)
DISK = fault(
    "STORE-002",
    Text(
        nl="Het besturingssysteem weigert: {problem} ({path}).",
        en="The operating system refuses: {problem} ({path}).",
    ),
    Text(
        nl="Maak ruimte of rechten en geef hetzelfde commando opnieuw; wat er was is bewaard.",
        en="Make room or rights and give the same command again; what was there is kept.",
    ),
)
#: What SQLite says when a file can't be written, made or opened: no fault of ours, no damage.
_REFUSED = ("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")


def _speak() -> None:
    """Let click speak Dutch where the locale does; elsewhere the catalogue isn't even loaded."""
    if language() == "nl":
        from weerklank.cli.click_dutch import install

        install()


_speak()  # before any command is made, as click asks for some of its words then

#: Options that give a text of click's.
_ASKED = {"--help", "--version"}
#: What a shell reports of a program whose reader left (128 + SIGPIPE): not that all was told.
PIPE_CLOSED = 141


class LazyGroup(click.Group):
    """A group that imports the module of a command when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"weerklank.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands without importing them."""
        rows = [(name, text.say(language())) for name, (_, text) in COMMANDS.items()]
        with formatter.section(say("Opdrachten", "Commands")):
            formatter.write_dl(rows)


@click.command(
    cls=LazyGroup,
    help=say(
        "Weerklank: het archief voor sociale media van de overheid.",
        "Weerklank: the archive for government social media.",
    ),
)
@click.version_option(__version__, prog_name="weerklank")
@click.option("--archive", metavar="DIR", help=say("Map van het archief.", "Archive folder."))
@click.option("--keys", metavar="DIR", help=say("Map van de sleutels.", "Key folder."))
@click.option("--as", "acting", metavar="NAME", help=say("Wie handelt.", "Who acts."))
@click.option("--json", "as_json", is_flag=True, help=say("Antwoord als JSON.", "Answer as JSON."))
@click.pass_context
def weerklank(
    ctx: click.Context, archive: str | None, keys: str | None, acting: str | None, as_json: bool
) -> None:
    """Keep what goes for every command."""
    ctx.obj = {"archive": archive, "keys": keys, "acting": acting, "json": as_json}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    with STREAM.of_one_command():
        code = _exit_code(given, "--json" in given)
        if arguments is None:  # the program itself: nothing is left that Ctrl-C could break off
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence(sys.stderr)  # progress that nobody could read is no reason to end otherwise
    sys.exit(code)


def _exit_code(given: list[str], as_json: bool) -> int:
    """Run a command, tell of whatever ends it, and give its exit code."""
    _speak()
    try:
        with followed(given, weerklank) as span:
            code = _explain(given) if as_json and _ASKED & set(given) else _run(given)
            if span is not None:
                span.note(exit_code=code)
            return code
    except WeerklankError as error:
        return _fail(error, as_json)
    except (KeyboardInterrupt, click.Abort) as stop:
        return _fail(_interrupted(stop), as_json)
    except BrokenPipeError:
        _silence(sys.stdout, sys.stderr)
        return PIPE_CLOSED
    except OSError as error:
        return _fail(
            _OutOfRoomError(DISK, problem=error.strerror, path=error.filename or "-"), as_json
        )
    except Exception as error:  # noqa: BLE001 - the outermost edge: a defect gets its exit code, content none
        return _fail(_out_of_room(error) or _defect(error), as_json)


def _interrupted(stop: BaseException) -> WeerklankError:
    """Tell of Ctrl-C, and of the run that it broke off; click has a word of its own for it."""
    error = _InterruptedError(INTERRUPTED)
    cause = stop.__cause__ or stop
    if isinstance(cause, RunInterrupted):
        error.runs = (*cause.earlier, cause.run)
    return error


def _out_of_room(error: Exception) -> WeerklankError | None:
    """Recognise what the operating system refuses behind SQLite, which has words of its own."""
    name = str(getattr(error, "sqlite_errorname", ""))
    if name == "SQLITE_FULL":
        return _OutOfRoomError(DISK, problem="No space left on device", path="index")
    if name.startswith(_REFUSED):
        return _OutOfRoomError(DISK, problem=name, path="index")
    return None


def _explain(given: list[str]) -> int:
    """Run what asks for help or the version, of which the text becomes one JSON object too."""
    told = io.StringIO()
    try:
        with redirect_stdout(told):
            return _run(given)
    finally:
        text = told.getvalue()
        if text.startswith(("{", "[")):  # `--help` was the value of something: an answer as any
            click.echo(text, nl=False)
        elif text:
            STREAM.end({"help": text} if "--help" in given else {"version": __version__})


def _run(given: list[str]) -> int:
    """Run a command; gives its exit code, and click's errors as ours."""
    try:
        code = weerklank.main(given, prog_name="weerklank", standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except SystemExit as left:  # click's way to leave, with 1, when the reader is gone
        raise BrokenPipeError from left
    except click.exceptions.NoArgsIsHelpError as bare:
        if "--json" in given:
            missing = say("Er ontbreekt een opdracht.", "A command is missing.")
            command = bare.ctx.command_path
            raise WrongUse(WRONG_USE, problem=missing, command=command) from None
        click.echo(bare.format_message(), err=True)
        return bare.exit_code
    except click.ClickException as problem:
        ctx = getattr(problem, "ctx", None)
        command = ctx.command_path if ctx else "weerklank"
        raise WrongUse(WRONG_USE, problem=problem.format_message(), command=command) from None
    return code if isinstance(code, int) else 0


class _InterruptedError(WeerklankError):
    exit_code = 4
    retryable = True


class _OutOfRoomError(WeerklankError):
    exit_code = 4
    retryable = True


def _defect(error: Exception) -> Defect:
    """Say where a defect is without its message: a message may hold content."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "?"
    ours = [frame for frame in frames if "weerklank" in frame.filename]
    if ours:
        module = ours[-1].filename.rpartition("weerklank/")[2]
        place = f"{module}:{ours[-1].lineno}"
    return Defect(UNEXPECTED, kind=type(error).__name__, place=place)


def _fail(error: WeerklankError, as_json: bool) -> int:
    """Tell an error where it can be told; its exit code stands also when nobody hears it."""
    told: JsonObject = {"error": error_json(error), **error.answer, **_runs_before(error)}
    try:
        if as_json and not STREAM.is_whole:  # what came after the answer is told to people alone
            STREAM.end(told)
            return error.exit_code
    except OSError:  # a full disk or a reader that left: people may still read it
        pass
    with suppress(OSError):
        tell_error(error)
    _silence(sys.stdout, sys.stderr)
    return error.exit_code


def _silence(*streams: TextIO) -> None:
    """Give up what could not be written, or Python tries again at its end and fails there."""
    for stream in streams:
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def _runs_before(error: WeerklankError) -> dict[str, Json]:
    """Tell the runs that went before an error: what they harvested is kept."""
    if not error.runs:
        return {}
    from weerklank.services.runs.run_report import (
        report_json,  # only then: it keeps start-up short
    )

    return {"runs": [report_json(run, language()) for run in error.runs]}
