"""`check FILE…`, the main job: check documents and report what was found."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tos_checker.commands.complain import internal_error
from tos_checker.commands.options import WIDEST, certify_option, colour_option, seconds, text_width, today_option, wants_colour
from tos_checker.config import FAIL_LEVELS
from tos_checker.render import FORMATS

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--output-format", type=click.Choice(FORMATS), default="full", help="How results are printed.  [default: full]"),
    click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        metavar="FILE",
        help="Write to FILE instead of printing. `-o json:FILE` writes that format, and printing goes on; may be repeated.",
    ),
    click.option("--matrix", is_flag=True, help="Ask every claim of every document, and show a table of both."),
    click.option("--claim", "claims", multiple=True, metavar="NAME", help="Check only this claim; may be repeated."),
    click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Show at most N families of loopholes for a claim."),
    today_option,
    click.option(
        "--fail-level", type=click.Choice(FAIL_LEVELS), help="The level from which findings give exit code 1.  [default: error]"
    ),
    click.option("--exit-zero", is_flag=True, help="Give exit code 0 for findings and for what stayed undecided."),
    click.option("--time-limit", callback=seconds, metavar="SECONDS", help="Leave a question undecided after so long."),
    certify_option,
    click.option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Take the settings from FILE, not from the nearest tos.toml or pyproject.toml.",
    ),
    click.option("-q", "--quiet", is_flag=True, help="Show only what is at or above the fail level."),
    click.option("-v", "--verbose", is_flag=True, help="Show witnesses and readings too, and tracebacks of internal errors."),
    colour_option,
)


def _with_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@_with_options
@click.pass_context
def run(ctx: click.Context, /, **given: Any) -> int:
    """Check documents. This is what `check FILE…` does.

    Folders are searched for .tos and .tos.md; - is standard input.
    """
    from tos_checker.session import Request, check_all

    words = ctx.find_root().obj or ("run", *given["files"])
    outputs = [_output(o, given["output_format"]) for o in given["outputs"]]
    _refuse_outputs([path for _, path in outputs], given["files"])
    request = Request(
        names=given["files"],
        words=words,
        claims=given["claims"],
        limit=given["limit"],
        today=given["today"],
        fail_level=given["fail_level"],
        exit_zero=given["exit_zero"],
        time_limit=given["time_limit"],
        config=given["config"],
        certify=given["certify"],
        matrix=given["matrix"],
        progress=_progress(quiet=given["quiet"]),
        on_internal_error=_teller(verbose=given["verbose"]),
    )
    done = check_all(request)
    _publish(done, given, outputs)
    return done.report.exit.value


def _output(name: str, format: str) -> tuple[str | None, Path]:
    """The format that `-o` names (None: the one of `--output-format`, instead of printing), and the file."""
    before, colon, after = name.partition(":")
    if colon and before in FORMATS and after:
        return before, Path(after)
    if before in FORMATS and colon:
        message = f"`-o {name}` names no file"
        raise click.UsageError(message)
    del format
    return None, Path(name)


def _refuse_outputs(paths: list[Path], inputs: tuple[str, ...]) -> None:
    """Refuse, before anything is checked, what cannot be written or would overwrite a document."""
    read = {os.path.realpath(name) for name in inputs if name != "-"}
    for path in paths:
        if path.is_dir():
            message = f"`{path}` is a folder, not a file"
            raise click.UsageError(message)
        if os.path.realpath(path) in read or path.name.endswith((".tos", ".tos.md")):
            message = f"`{path}` is a document: a report is not written over it"
            raise click.UsageError(message)
        if not path.absolute().parent.is_dir():
            message = f"there is no folder `{path.parent}` for `{path.name}`"
            raise click.UsageError(message)


def _publish(done: Any, given: dict[str, Any], outputs: list[tuple[str | None, Path]]) -> None:
    from tos_checker import writing
    from tos_checker.render import Look, render

    def look(*, colour: bool, width: int = WIDEST, dated: bool = False) -> Look:
        return Look(
            done.text_of,
            width,
            colour,
            verbose=given["verbose"],
            quiet=given["quiet"],
            dated=dated,
            fail_level=given["fail_level"] or done.fail_level,
        )

    format = given["output_format"]
    for own_format, path in outputs:
        text = render(own_format or format, done.report, look(colour=given["color"] == "always", dated=True))
        try:
            writing.replace_file(path, text)
        except OSError as error:
            message = f"`{path}` cannot be written: {(error.strerror or str(error)).lower()}"
            raise click.UsageError(message) from error
    if all(own_format is not None for own_format, _ in outputs):
        text = render(format, done.report, look(colour=wants_colour(given["color"]), width=text_width()))
        writing.print_text(text, utf8=format == "json")


def _progress(*, quiet: bool) -> Callable[[str], None] | None:
    """Where progress is told: on standard error, and only if that is a terminal. An empty message clears the line."""
    if quiet or not sys.stderr.isatty():
        return None
    room = shutil.get_terminal_size((80, 24)).columns - 1

    def tell(message: str) -> None:
        from tos_checker.render.text import visible

        sys.stderr.write(f"\r\x1b[K{visible(message)[:room]}")
        sys.stderr.flush()

    return tell


def _teller(*, verbose: bool) -> Callable[[BaseException, str], None]:
    return lambda error, doing: internal_error(error, verbose=verbose, while_doing=doing)
