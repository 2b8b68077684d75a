"""`check explain CODE`: what a finding, or a word of a report, means; an example, the cure."""

import re

import click

_FENCE = re.compile(r"^(```.*?^```)$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\s]+\)")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("words", nargs=-1, required=True, metavar="CODE")
def explain(words: tuple[str, ...]) -> int:
    """Say what a code means, with an example and its cure; or what a word of a report means.

    CODE is a code such as E204, its name, such as unknown-name, or a word, such as arguable.
    """
    from tos_checker import writing
    from tos_spec import catalogue

    code = " ".join(words)
    page = catalogue.page(code)
    if page is None:
        near = catalogue.near(code)
        meant = f"did you mean {', '.join(f'`{n}`' for n in near)}?" if near else "a code is a letter and three digits: `E204`"
        message = f"there is no code, name or word `{code}`; {meant}"
        raise click.UsageError(message)
    writing.print_text(_without_links(page))
    return 0


def _without_links(page: str) -> str:
    """A page as a terminal shows it: of links, their text."""
    parts = _FENCE.split(page)
    return "".join(part if part.startswith("```") else _LINK.sub(r"\1", part) for part in parts)
