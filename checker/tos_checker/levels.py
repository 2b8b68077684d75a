"""How grave each finding is: what the language says, unless the project's configuration says otherwise."""

from collections.abc import Mapping
from typing import cast

from tos_checker.report import Level

_WARNINGS = frozenset(("conflict", "impossible-duty", "vacuous-claim", "vacuous-case", "hollow-claim", "expired", "stale-quote"))


def level_of(check: str, levels: Mapping[str, str]) -> Level | None:
    """The level of a standing check's findings; None where the check is off."""
    level = levels.get(check, "warning" if check in _WARNINGS else "note")
    return None if level == "off" else cast("Level", level)
