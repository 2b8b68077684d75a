"""Which programs gave the answers: their names and versions.

They are read from what is installed: to import a solver costs more than all else when nothing has to be solved.
"""

import platform
from importlib import metadata

from tos_checker import __version__


def toscheck() -> str:
    """What is asked."""
    return f"toscheck {__version__}"


def solver() -> str:
    """The solver."""
    try:
        return f"z3 {'.'.join(metadata.version('z3-solver').split('.')[:3])}"
    except metadata.PackageNotFoundError:
        return "z3"


def second_solver() -> str:
    """The solver that is asked again."""
    return f"cvc5 {metadata.version('cvc5')}"


def system() -> str:
    """What all of it runs on."""
    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
