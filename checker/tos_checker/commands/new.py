"""`check new FOLDER`: a first document that passes, and a first loophole to look at."""

from pathlib import Path

import click


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> int:
    """Write a first document, and one with a loophole, into FOLDER.

    Nothing that exists is overwritten.
    """
    from tos_checker import scaffold

    targets = {folder / name: text for name, text in scaffold.FILES.items()}
    for path in targets:
        if path.exists() or path.is_symlink():
            message = f"`{path}` exists already; nothing was written"
            raise click.UsageError(message)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in targets.items():
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        message = f"`{error.filename or folder}` cannot be written: {(error.strerror or str(error)).lower()}"
        raise click.UsageError(message) from error
    first, loophole = targets
    click.echo(f"wrote {first} and {loophole}")
    click.echo(f"try `check {first}`, whose claims hold, and then `check {loophole}`, which has a loophole")
    return 0
