"""What must have occurred, how often: every form, verdict and answer of claims and cases, and every node of the core."""

from collections import Counter
from collections.abc import Iterator

from tos_spec.core import Effect, Sort, Verdict

Counts = Counter[tuple[str, ...]]

VERDICTS = tuple(v.value for v in Verdict)
_SETTLED = ("holds", "fails", "vacuous")
_OPEN = ("holds", "fails", "arguable", "vacuous")
_UNDER_SOME = tuple(f"{form} under some reading" for form in ("never", "always", "clause never", "clause always"))
ANSWERS = {
    **dict.fromkeys(("never", "always", "independent", "clause never", "clause always"), (*_OPEN, "accepted")),
    **dict.fromkeys(_UNDER_SOME, (*_SETTLED, "accepted")),
    "sometimes": _OPEN,
    "sometimes under some reading": _SETTLED,
}
"""The answers that each form of claim can have."""

NODES = (
    *("Kind", "KindNode", "Entity", "Act", "Relation", "Field", "Constant", "Not", "And", "Or", "IsIn", "Has", "Flag", "Exists"),
    *(
        "SameEntity",
        "SameValue",
        "Compare",
        "Related",
        "Open",
        "Defined",
        "Applies",
        "Exactly",
        "Read",
        "Quantity",
        "Plus",
        "Times",
    ),
    *(
        "Shift",
        "Between",
        "OpenTerm",
        "OpenQuantity",
        "Assumption",
        "Period",
        "Condition",
        "Clause",
        "Heading",
        "Default",
        "Acceptance",
    ),
    *("Claim", "Case", "Policy"),
    *(f"Clause {e.value}" for e in Effect),
    *(f"Type {s.value}" for s in Sort),
    *(
        f"Policy {rule}"
        for rule in ("undecided", "prohibitions prevail", "permissions prevail", "earlier prevails", "later prevails")
    ),
    *(f"Compare {op}" for op in ("=", "<", "<=", ">", ">=")),
)
"""The nodes of the core, and the tags that tell some apart."""


def required() -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is counted: a name, and what a count must begin with or contain (`*` stands for anything)."""
    for form, answers in ANSWERS.items():
        yield f"form {form}", ("claim", form, "*", "*")
        for answer in answers:
            yield f"claim {form}: {answer}", ("claim", form, "*", answer)
    for verdict in VERDICTS:
        yield f"verdict {verdict}", ("claim", "*", verdict, "*")
        yield f"verdict {verdict} (case)", ("case", "*", verdict, "*")
        for answer in (*_SETTLED, "accepted") if verdict == "unsettled" else (*_OPEN, "accepted"):
            yield f"claim {verdict}: {answer}", ("claim", "*", verdict, answer)
        for answer in _SETTLED if verdict == "unsettled" else _OPEN:
            yield f"case {verdict}: {answer}", ("case", "*", verdict, answer)
    for node in NODES:
        yield f"node {node}", ("node", node)


def total(counts: Counts, pattern: tuple[str, ...]) -> int:
    """How often what fits `pattern` occurred."""
    return sum(
        n
        for key, n in counts.items()
        if len(key) == len(pattern) and all(p in ("*", k) for p, k in zip(pattern, key, strict=True))
    )


def short(counts: Counts, least: int) -> list[str]:
    """What occurred less often than `least` times."""
    return [f"{name}: {n}" for name, pattern in required() if (n := total(counts, pattern)) < least]


def table(counts: Counts) -> str:
    """Counts by form, verdict and answer, and by node."""
    lines = []
    asked = sorted({key[:3] for key in counts if key[0] in ("claim", "case")})
    answers = ("holds", "fails", "arguable", "vacuous", "accepted")
    lines.append(f"{'':60}" + "".join(f"{a:>10}" for a in answers))
    lines += [f"{' / '.join(key):60}" + "".join(f"{counts[*key, a]:>10}" for a in answers) for key in asked]
    nodes = sorted((key[1], n) for key, n in counts.items() if key[0] == "node")
    lines += [f"{name:60}{n:>10}" for name, n in nodes]
    return "\n".join(lines)
