"""How large formulas are once their definitions are unfolded.

Contract: counts without unfolding: what is refused here would take whoever walks over a formula too long, or too deep.
"""

from collections.abc import Iterator, Mapping, Sequence

from tos_spec import syntax
from tos_spec.diagnostics import Diagnostic
from tos_spec.resolve import Vocabulary
from tos_spec.source import Span
from tos_spec.typecheck_clauses import after_what_it_leads_to
from tos_spec.typecheck_formulas import Used

MOST_PARTS = 20_000
MOST_PARTS_IN_ALL = 1_000_000
DEEPEST = 200


def too_large(
    vocabulary: Vocabulary, formulas: Sequence[tuple[syntax.Formula, Used]], definitions: Mapping[str, Used]
) -> Iterator[Diagnostic]:
    """A definition, or a formula, that is too large or too deep once unfolded: the first that is."""
    sizes: dict[str, tuple[int, int]] = {}
    for name in after_what_it_leads_to({n: [d for d, _ in u.definitions] for n, u in definitions.items()}):
        decl = vocabulary.definitions[name].decl
        assert isinstance(decl, syntax.DefineDecl)  # noqa: S101 - definitions are defined
        sizes[name] = _unfolded(decl.body, definitions[name], sizes)
        if (wrong := _wrong(f"the definition of `{name}`", sizes[name], decl.name.span)) is not None:
            yield wrong
            return
    total = 0
    for formula, used in formulas:
        size = _unfolded(formula, used, sizes)
        total += size[0]
        if (wrong := _wrong("this formula", size, formula.span)) is not None:
            yield wrong
            return
    if total > MOST_PARTS_IN_ALL:
        message = f"the document's formulas have more than {MOST_PARTS_IN_ALL} parts in all"
        yield Diagnostic("E315", "too-large-formula", message, formulas[-1][0].span, (), _HELP)


_HELP = "use defined terms in fewer places, or define them by fewer parts"


def _wrong(what: str, size: tuple[int, int], span: Span) -> Diagnostic | None:
    if size[0] > MOST_PARTS:
        message = f"{what} has more than {MOST_PARTS} parts, counting those of the terms it uses"
    elif size[1] > DEEPEST:
        message = f"{what} nests deeper than {DEEPEST}, counting the terms it uses"
    else:
        return None
    return Diagnostic("E315", "too-large-formula", message, span, (), _HELP)


def _unfolded(formula: syntax.Formula, used: Used, sizes: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """At most how many parts, and how deep."""
    parts, depth = _own(formula)
    inner = [sizes[n] for n, _ in used.definitions]
    return parts + sum(p for p, _ in inner), depth + max((d for _, d in inner), default=0)


def _own(formula: syntax.Formula) -> tuple[int, int]:
    parts, deepest = 0, 0
    stack: list[tuple[syntax.Formula, int]] = [(formula, 1)]
    while stack:
        here, depth = stack.pop()
        parts += 1
        deepest = max(deepest, depth)
        match here:
            case syntax.Negation(body=body):
                stack.append((body, depth + 1))
            case syntax.Junction(items=items) | syntax.Listing(items=items):
                stack += [(item, depth + 1) for item in items]
            case syntax.Implication(left=left, right=right):
                stack += [(left, depth + 2), (right, depth + 1)]
            case _:
                pass
    return parts, deepest
