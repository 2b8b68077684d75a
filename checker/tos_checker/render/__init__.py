"""Reports as text: one module for each output format, loaded when it is asked for.

Contract: a renderer takes a `Report` and a `Look`, returns the whole text with its last line end, and decides nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tos_checker.report import Report

FORMATS = ("full", "concise", "json")


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is to look. `text_of` gives the text of a file that a place names, or None where there is none.

    `quiet` leaves out what is below `fail_level` and the lines that say that all is well; `verbose` adds witnesses and readings.
    `dated` adds the day of the check, for a report that is kept.
    """

    text_of: Callable[[str], str | None]
    width: int = 100
    colour: bool = False
    verbose: bool = False
    quiet: bool = False
    dated: bool = False
    fail_level: str = "error"


def render(format: str, report: Report, look: Look) -> str:
    """`report` in `format`, one of FORMATS."""
    match format:
        case "full":
            from tos_checker.render import full

            return full.render(report, look)
        case "concise":
            from tos_checker.render import concise

            return concise.render(report, look)
        case "json":
            from tos_checker.render import json

            return json.render(report)
        case _:
            message = f"no output format {format}"
            raise ValueError(message)
