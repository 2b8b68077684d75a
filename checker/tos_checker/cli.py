"""The command line: arguments and exit codes, nothing else.

Contract: exit codes are those of `report.Exit`, and 130 where the user interrupted. Whatever goes wrong, there is a short
message on standard error; a traceback only with `-v`. Commands are imported when they are needed.
"""

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from tos_checker import __version__, writing
from tos_checker.commands import COMMANDS
from tos_checker.commands.complain import internal_error
from tos_checker.commands.options import wants_traceback

_INTERRUPTED = 130
_BRIEF = ("format", "explain", "new", "export")
"""Commands without `-v`."""
_OWN_OPTIONS = ("--help", "-h", "--version")


class _Commands(click.Group):
    """Commands that are imported when asked for. Without the name of one, it is `run`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        match cmd_name:
            case "run":
                from tos_checker.commands.run import run as command
            case "edges":
                from tos_checker.commands.edges import edges as command
            case "guard":
                from tos_checker.commands.guard import guard as command
            case "diff":
                from tos_checker.commands.diff import diff as command
            case "mend":
                from tos_checker.commands.mend import mend as command
            case "ask":
                from tos_checker.commands.ask import ask as command
            case "format":
                from tos_checker.commands.format import format as command
            case "explain":
                from tos_checker.commands.explain import explain as command
            case "new":
                from tos_checker.commands.new import new as command
            case "export":
                from tos_checker.commands.export import export as command
            case _:
                return None
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.obj = tuple(args)
        if args and args[0] not in COMMANDS and args[0] not in _OWN_OPTIONS:
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        run = self.get_command(ctx, "run")
        if run is not None:
            records = [r for p in run.params if (r := p.get_help_record(ctx)) is not None]
            with formatter.section("Options of check FILE…"):
                formatter.write_dl(records)


@click.command(
    cls=_Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="FILE… | COMMAND …",
    epilog="Exit codes: 0 nothing found, 1 findings at or above the fail level, 2 wrong use or a wrong document, "
    "3 something stayed undecided, 4 an internal error.",
)
@click.version_option(__version__, prog_name="toscheck", message="%(prog)s %(version)s")
def group() -> None:
    """Prove claims about terms of service, or show the scenarios that break them.

    `check FILE…` checks documents; it is short for `check run FILE…`.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line `arguments` (those of the process, if None), and exit."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(run(given))


def run(arguments: Sequence[str]) -> int:
    """Run the command line `arguments`, and return its exit code."""
    try:
        code = group.main(args=list(arguments), prog_name="check", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return _INTERRUPTED
    except BrokenPipeError:
        writing.hush()
        return 0
    except Exception as error:  # noqa: BLE001 - whatever it is, it is our mistake, and is told in a few words
        internal_error(error, verbose=wants_traceback(arguments), has_verbose=next(iter(arguments), "") not in _BRIEF)
        return 4
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
