"""`check explain CODE`: what a finding means, an example, the cure."""

import click


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("code")
def explain(code: str) -> int:
    """Say what a code means, with an example and its cure.

    CODE is a code such as E204, or its name, such as unknown-name.
    """
    from tos_checker import writing
    from tos_spec import catalogue

    page = catalogue.page(code)
    if page is None:
        near = catalogue.near(code)
        meant = f"did you mean {', '.join(f'`{n}`' for n in near)}?" if near else "a code is a letter and three digits: `E204`"
        message = f"there is no code or name `{code}`; {meant}"
        raise click.UsageError(message)
    writing.print_text(page)
    return 0
