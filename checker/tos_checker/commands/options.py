"""Options that several commands share, and what they mean on this terminal."""

import datetime
import math
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from tos_checker.config import FIRST_DAY, LAST_DAY

WIDEST = 100
_NARROWEST = 40

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def seconds(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:  # noqa: ARG001 - click's signature
    """The seconds that `value` writes; a usage error where they are not a number above zero."""
    if value is None:
        return None
    try:
        found = float(value)
    except ValueError:
        found = math.nan
    if not 0 < found < math.inf:
        message = f"`{value}` is not a number of seconds above zero"
        raise click.BadParameter(message)
    return found


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime.date | None:  # noqa: ARG001 - click's signature
    """The day that `value` writes; a usage error where it writes none."""
    if value is None:
        return None
    try:
        found = datetime.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        message = f"`{value}` is not a day; a day is written `2026-01-31`"
        raise click.BadParameter(message) from None
    if not FIRST_DAY <= found <= LAST_DAY:
        message = f"`{value}` is not from {FIRST_DAY} to {LAST_DAY}"
        raise click.BadParameter(message)
    return found


format_option: Decorator = click.option(
    "--output-format", type=click.Choice(("full", "json")), default="full", help="How it is printed.  [default: full]"
)
colour_option: Decorator = click.option(
    "--color", type=click.Choice(("auto", "always", "never")), default="auto", help="When to use colour.  [default: auto]"
)
today_option: Decorator = click.option(
    "--today", callback=day, metavar="DATE", help="The day that counts for what expires.  [default: today, in UTC]"
)
certify_option: Decorator = click.option(
    "--certify", is_flag=True, help="Have all that is ruled out confirmed by a second solver, cvc5; the report says what is."
)
traceback_option: Decorator = click.option(
    "-v", "--verbose", is_flag=True, expose_value=False, help="Show where an internal error happened."
)
time_limit_option: Decorator = click.option("--time-limit", callback=seconds, metavar="SECONDS", help="Give up after so long.")


def wants_traceback(words: Sequence[str]) -> bool:
    """Whether the words of a command line say `-v`, alone or among other short options, or `--verbose`."""
    return any(word == "--verbose" or _VERBOSE.fullmatch(word) for word in words)


_VERBOSE = re.compile(r"-q*v[qv]*")


def wants_colour(wish: str) -> bool:
    """Whether standard output gets colour: as wished, or as NO_COLOR, FORCE_COLOR and the terminal say."""
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def text_width() -> int:
    """How many columns a report may take."""
    if not sys.stdout.isatty():
        return WIDEST
    return max(_NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))
