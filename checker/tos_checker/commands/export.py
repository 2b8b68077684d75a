"""`check export FILE --to smt2|json`: what other programs can work with."""

from pathlib import Path

import click


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to", "to", type=click.Choice(("smt2", "json")), required=True, help="Questions as SMT-LIB 2, or the core as JSON."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to FILE instead.")
def export(file: Path, to: str, output: Path | None) -> int:
    """Print the questions about FILE as SMT-LIB 2, or its core as JSON."""
    from tos_checker import writing
    from tos_checker.commands.complain import complain
    from tos_spec.load import load

    loaded = load(file)
    if loaded.policy is None or any(d.severity == "error" for d in loaded.diagnostics):
        return complain(loaded.diagnostics)
    from tos_checker.export import core_json, smt2

    text = smt2(loaded.policy) if to == "smt2" else core_json(loaded.policy)
    if output is None:
        writing.print_text(text, utf8=True)
        return 0
    try:
        writing.replace_file(output, text)
    except OSError as error:
        message = f"`{output}` cannot be written: {(error.strerror or str(error)).lower()}"
        raise click.UsageError(message) from error
    return 0
