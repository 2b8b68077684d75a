"""Documents that mean harm."""

from collections.abc import Callable, Mapping

HEAD = "terms t\n  default permitted\n\nact go\n  fast : flag\n  speed : integer\n"
CLAIM = "\nclause 1\n  forbid go\n    when fast\n\nclaim c\n  go is never permitted\n    when fast\n"


def leaves(number: int) -> str:
    return "terms t\n  default permitted\n\nkind k\n" + "".join(f"  leaf{i}\n" for i in range(number)) + "\nact go\n  what : k\n"


def doubling(steps: int) -> str:
    lines = [HEAD, "define d0 in go means fast\n"]
    lines += [f"define d{i} in go means (d{i - 1} and not d{i - 1}) or d{i - 1}\n" for i in range(1, steps)]
    return "".join(lines) + f"\nclaim c\n  go is never permitted\n    when d{steps - 1}\n"


def nested(number: int, before: str, after: str) -> str:
    return f"{HEAD}\nclaim c\n  go is never permitted\n    when {before * number}fast{after * number}\n"


def condition(formula: str) -> str:
    return f"{HEAD}\nclaim c\n  go is never permitted\n    when {formula}\n"


def entities(number: int) -> str:
    """Each type of entity holds two of the next: the facts of a scenario double at each step."""
    lines = ["terms t\n  default permitted\n"]
    for i in range(number):
        inside = f"  left : e{i + 1}\n  right : e{i + 1}\n" if i + 1 < number else "  big : flag\n"
        lines.append(f"\nentity e{i}\n{inside}")
    return "".join(lines) + "\nact go\n  by : e0\n" + CLAIM.replace("fast", "by exists")


BIG = "9" * 30
REFUSED: Mapping[str, tuple[Callable[[], str], set[str]]] = {
    "a kind with more than 10,000 names": (lambda: leaves(10_001), {"E223"}),
    "definitions that double at each step": (lambda: doubling(60), {"E315"}),
    "entities that double at each step": (lambda: entities(40), {"E223"}),
    "parentheses, 100,000 deep": (lambda: nested(100_000, "(", ")"), {"E108"}),
    "not, 100,000 times": (lambda: nested(100_000, "not ", ""), {"E108"}),
    "signs, 100,000 times": (lambda: condition(f"speed > {'-' * 100_000}1"), {"E108"}),
    "a list, 1,500 deep": (
        lambda: (
            HEAD
            + "\nclaim c\n  go is never permitted\n    when all of\n"
            + "".join(f"{' ' * i}- all of\n" for i in range(6, 1_500))
        ),
        {"E108"},
    ),
    "a formula of more than 20,000 parts in one line": (lambda: condition(" and ".join(["fast"] * 20_001)), {"E315"}),
    "a number of a million digits": (lambda: condition(f"speed > {'9' * 1_000_000}"), {"E118"}),
    "a number with a million decimals": (lambda: condition(f"speed > 0.{'9' * 1_000_000}"), {"E118"}),
    "a year out of range": (lambda: condition(f"date > {'9' * 100}-01-01"), {"E116"}),
    "a file of more than 2 MB": (lambda: HEAD + "# " + "x" * 2_100_000, {"E133"}),
    "a clause number of a million characters": (
        lambda: HEAD + "\nclause " + ".".join(["1"] * 500_000) + "\n  forbid go\n",
        {"E143"},
    ),
    "names that look alike": (
        lambda: "terms t\n  default permitted\n\nact go\n  scope : flag\n  s\u0441ope : flag\n" + CLAIM.replace("fast", "scope"),
        {"E203"},
    ),
    "a name in two scripts": (lambda: condition("f\u0430st"), {"E204"}),
    "a control character": (lambda: HEAD + "\nclause 1\n  forbid go\x00\n", {"E135"}),
    "a bidirectional control outside a string": (lambda: HEAD + "\nclause 1 # \u202e\n  forbid go\u202e\n", set()),
}
"""What is refused, each with the codes of which one must be said (an empty set: that of any error)."""

CHECKED: Mapping[str, Callable[[], str]] = {
    "numbers of 30 digits": lambda: condition(f"speed > {BIG} and speed < {BIG}.5"),
    "products of numbers of 30 digits": lambda: condition(f"{BIG} * speed > {BIG} + {BIG} * speed"),
    "a definition of many steps": lambda: doubling(8),
    "a kind with 3,000 leaves": lambda: leaves(3_000),
    "a name of a million letters": lambda: f"{HEAD}\ndefine {'a' * 1_000_000} in go means fast\n",
    "one line of a million letters": lambda: f'{HEAD}\nclause 1 "{"x" * 1_000_000}"\n  forbid go\n',
    "escapes in titles and labels": lambda: (
        'terms t "\x1b[31mred\x1b[0m \x1b]0;title\x07 \u202eevil\u202c \u2066x\u2069"\n  default permitted\n\n'
        'act go "\x1b[2Jclear" says "{fast} \x1b]8;;http://example.org\x07link\x1b]8;;\x07"\n  fast : flag "\u202e\u0008"\n'
        '\nclause 1 "<script>alert(1)</script> [bold]not markup[/bold] ![x](http://example.org) | a | b |"\n  forbid go\n    when fast\n'
        '\nclaim c "\x9b31m"\n  go is never permitted\n'
    ),
}
"""What is checked, in the end: no limit is reached, or what it cuts is undecided."""
