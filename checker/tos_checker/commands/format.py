"""`check format FILE…`: the canonical layout; comments stay."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from tos_checker.discover import Found


@dataclass(frozen=True, slots=True)
class _Layout:
    """A file's text as it is and as it should be."""

    found: Found
    before: str
    after: str


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--check", is_flag=True, help="Write nothing; give exit code 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change; give exit code 1 if a file would.")
def format(files: tuple[str, ...], *, check: bool, diff: bool) -> int:
    """Bring documents into the canonical layout; comments stay.

    Folders are searched for .tos and .tos.md; with - standard input is printed in the canonical layout.
    """
    from tos_checker import writing
    from tos_checker.discover import discover

    discovery = discover(files)
    code = 0
    wrong = [f"there is no file `{name}`" for name in discovery.missing]
    wrong += [f"there is no document in the folder `{name}`" for name in discovery.empty]
    wrong += [f"the folder `{name}` cannot be read" for name in discovery.unreadable]
    for message in wrong:
        click.echo(f"error: {message}", err=True)
        code = 2
    for found in discovery.files:
        layout = _layout(found)
        if layout is None:
            code = 2
            continue
        changed = layout.before != layout.after
        if changed and (check or diff):
            code = code or 1
        if diff and changed:
            writing.print_text("".join(_difference(layout)))
        elif check and changed:
            click.echo(f"would reformat {found.shown_as}", err=True)
        elif not check and not diff:
            code = _write(layout) or code
    return code


def _layout(found: Found) -> _Layout | None:
    """The layout of one file; None, with its diagnostics on standard error, where it cannot be parsed."""
    from tos_checker.commands.complain import complain
    from tos_spec.format import format_text
    from tos_spec.literate import is_literate, unweave
    from tos_spec.parse import parse
    from tos_spec.read import decode, read_file

    data = sys.stdin.buffer.read() if found.is_standard_input else None
    read = read_file(found.path, found.shown_as) if data is None else decode(data, found.shown_as)
    if read.source is None:
        complain(read.diagnostics)
        return None
    unwoven = unweave(read.source) if is_literate(found.shown_as) else None
    parsed = parse(unwoven.source if unwoven else read.source)
    diagnostics = (*(unwoven.diagnostics if unwoven else ()), *parsed.diagnostics)
    if diagnostics:
        complain(diagnostics, {found.shown_as: read.source.text})
        return None
    before = (found.path.read_bytes() if data is None else data).decode("utf-8")
    return _Layout(found, before, format_text(parsed.document, read.source, before))


def _write(layout: _Layout) -> int:
    from tos_checker import writing

    if layout.found.is_standard_input:
        writing.print_text(layout.after, utf8=True)
    elif layout.before != layout.after:
        try:
            writing.replace_file(layout.found.path, layout.after)
        except OSError as error:
            click.echo(f"error: `{layout.found.shown_as}` cannot be written: {(error.strerror or str(error)).lower()}", err=True)
            return 2
        click.echo(f"reformatted {layout.found.shown_as}", err=True)
    return 0


def _difference(layout: _Layout) -> Iterator[str]:
    import difflib

    name = layout.found.shown_as
    before, after = (text.splitlines(keepends=True) for text in (layout.before, layout.after))
    for line in difflib.unified_diff(before, after, name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ no line end at the end of the file\n"
