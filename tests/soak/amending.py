"""A random amendment of a random document, beside the document that a drafter would have got by changing the text in place.

Contract: `seeded` returns where the two do not mean the same to the letter, in words (nothing, if all is well), and counts. `amendment` gives
the texts alone.
"""

import dataclasses
import tempfile
import traceback
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from tests.oracle.compare import Found, loaded
from tests.oracle.documents import document
from tests.soak.rewritings import some_formula
from tests.soak.trees import NOWHERE, clauses, negation, nodes, printed, replaced, when
from tos_spec import core, syntax
from tos_spec.load import load
from tos_spec.source import Span

QUESTIONS = syntax.ClaimDecl | syntax.CaseDecl
WORDS = {
    syntax.ClauseDecl: "clause",
    syntax.ClaimDecl: "claim",
    syntax.CaseDecl: "case",
    syntax.AssumeDecl: "assume",
    syntax.DefineDecl: "define",
    syntax.OpenTermDecl: "open term",
}
VOCABULARY = (syntax.KindDecl, syntax.EntityDecl, syntax.ActDecl, syntax.RelationDecl)
RULES = ("undecided", "prohibitions prevail", "permissions prevail", "earlier prevails", "later prevails")


@dataclass
class Redraft:
    """A document being amended: what the amending document says, and what it comes to."""

    whole: syntax.Document
    lines: list[syntax.HeaderLine]
    changes: list[syntax.Declaration]
    touched: set[tuple[str, str]]
    counts: Counter[tuple[str, ...]]


@dataclass(frozen=True)
class Amendment:
    """The texts of a document, of one that amends it, and of what the two come to."""

    base: str
    amending: str
    whole: str
    counts: Counter[tuple[str, ...]]


def amendment(seed: int) -> Amendment:
    """The amendment of a seed."""
    rng = Random(seed)  # noqa: S311 - nothing is secret here
    base = loaded(document(seed).text).document
    assert base is not None
    assert base.header is not None
    made = Redraft(base, [], [], set(), Counter())
    for change in rng.choices(CHANGES, k=4):
        change(made, rng)
    amends = syntax.HeaderText("amends", syntax.Text("base.tos", NOWHERE), NOWHERE)
    header = replace(base.header, lines=(amends, *made.lines))
    amending = replace(base, header=header, declarations=tuple(made.changes))
    return Amendment(printed(base), printed(amending), printed(made.whole), made.counts)


def seeded(seed: int) -> Found:
    """Compare on the documents of a seed. A crash is a disagreement, too."""
    found = Found(seed=seed)
    try:
        made = amendment(seed)
        found.counts += made.counts
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("base.tos", made.base), ("amending.tos", made.amending)):
                (Path(folder) / name).write_text(text, encoding="utf-8")
            amended = load(Path(folder) / "amending.tos", shown_as="amending.tos")
        by_hand = loaded(made.whole)
        if amended.policy is None or by_hand.policy is None:
            messages = [d.message for d in (*amended.diagnostics, *by_hand.diagnostics)]
            found.wrong.append(f"does not load: {messages}\n{made.base}---\n{made.amending}---\n{made.whole}")
        elif meaning(amended.policy) != meaning(by_hand.policy):
            found.wrong.append(f"not the same:\n{made.base}---\n{made.amending}---\n{made.whole}")
    except Exception:  # noqa: BLE001 - whatever it is, the seed must be told
        found.wrong.append(traceback.format_exc(limit=-4))
    return found


def meaning(policy: core.Policy) -> Any:
    """A core apart from where its parts are written."""
    return _bare(replace(policy, file=""))


def _bare(node: Any) -> Any:
    if isinstance(node, Span):
        return NOWHERE
    if isinstance(node, tuple):
        return tuple(_bare(item) for item in node)
    if isinstance(node, Mapping):
        return {key: _bare(value) for key, value in node.items()}
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        return dataclasses.replace(node, **{f.name: _bare(getattr(node, f.name)) for f in dataclasses.fields(node) if f.init})
    return node


# --- changes ------------------------------------------------------------------------------------------------------------------------


def _free(made: Redraft, *sorts: type) -> list[Any]:
    """Declarations of these sorts that have not been changed yet."""
    return [d for d in made.whole.declarations if isinstance(d, sorts) and _key(d) not in made.touched]


def _key(decl: Any) -> tuple[str, str]:
    return (type(decl).__name__, decl.number.text if isinstance(decl, syntax.ClauseDecl) else decl.name.text)


def _strike(made: Redraft, decl: Any) -> None:
    what = f"open {decl.type.word}" if isinstance(decl, syntax.OpenQuantityDecl) else WORDS[type(decl)]
    made.touched.add(_key(decl))
    made.changes.append(syntax.Strike(what, (decl.number if what == "clause" else decl.name,), NOWHERE))
    made.whole = replaced(made.whole, decl)
    made.counts["strike", what] += 1


def _replace(made: Redraft, old: Any, new: Any) -> None:
    made.touched.add(_key(old))
    made.changes.append(syntax.Replace(new, NOWHERE))
    made.whole = replaced(made.whole, old, new)
    made.counts["replace", type(old).__name__] += 1


def _strike_question(made: Redraft, rng: Random) -> None:
    asked = _free(made, syntax.ClaimDecl, syntax.CaseDecl)
    if asked:
        _strike(made, rng.choice(asked))


def _strike_clause(made: Redraft, rng: Random) -> None:
    """Strike a clause that no other clause names, and before it the questions that do."""

    def naming(decls: list[Any], number: str) -> list[Any]:
        return [d for d in decls if any(isinstance(n, syntax.ClauseNumber) and n.text == number for n in nodes(d))]

    everything = list(made.whole.declarations)
    for clause in rng.sample(spare := _free(made, syntax.ClauseDecl), len(spare)):
        number = clause.number.text
        lists = any(number in a.of for a in nodes(made.whole) if isinstance(a, syntax.Accepting))
        below = any(c.number.text != number and number.startswith(c.number.text) for c in clauses(made.whole))
        above = any(c.number.text != number and c.number.text.startswith(number) for c in clauses(made.whole))
        needing = [d for d in naming(everything, number) if d is not clause]
        if lists or below or above or any(not isinstance(d, QUESTIONS) or _key(d) in made.touched for d in needing):
            continue
        for question in needing:
            _strike(made, question)
        _strike(made, clause)
        return


def _strike_unused(made: Redraft, rng: Random) -> None:
    """Strike an assumption, or a definition or open term or quantity that nothing uses."""
    terms = _free(made, syntax.DefineDecl, syntax.OpenTermDecl, syntax.OpenQuantityDecl)
    said = Counter(n.text for n in nodes(made.whole) if isinstance(n, syntax.Name))
    spare = _free(made, syntax.AssumeDecl) + [d for d in terms if said[d.name.text] == 1]
    if spare:
        _strike(made, rng.choice(spare))


def _relabel(made: Redraft, rng: Random) -> None:
    """Replace what a document speaks of by itself with another label."""
    words = _free(made, *VOCABULARY)
    if words:
        word = rng.choice(words)
        _replace(made, word, replace(word, label=syntax.Text("called otherwise", NOWHERE)))


def _replace_clause(made: Redraft, rng: Random) -> None:
    subjects = [c for c in _free(made, syntax.ClauseDecl) if isinstance(c.norm, syntax.Norm)]
    if not subjects:
        return
    clause = rng.choice(subjects)
    formula = some_formula(made.whole, clause, rng)
    more = () if formula is None else (when(negation(formula) if rng.random() < 0.5 else formula),)
    title = syntax.Text("A new title", NOWHERE)
    _replace(made, clause, replace(clause, title=title, conditions=(*clause.conditions[1:], *more)))


def _replace_question(made: Redraft, rng: Random) -> None:
    asked = _free(made, syntax.ClaimDecl, syntax.CaseDecl)
    if not asked:
        return
    question = rng.choice(asked)
    if isinstance(question, syntax.CaseDecl):
        _replace(made, question, replace(question, facts=question.facts[1:]))
    else:
        _replace(made, question, replace(question, conditions=question.conditions[1:]))


def _add(made: Redraft, rng: Random) -> None:
    """A clause with the conditions of another."""
    subjects = [c for c in clauses(made.whole) if isinstance(c.norm, syntax.Norm)]
    if not subjects:
        return
    clause = rng.choice(subjects)
    number = replace(clause.number, text=f"N{len(made.touched)}")
    new = replace(clause, number=number, relations=(), accepting=())
    made.touched.add(_key(new))
    made.changes.append(new)
    made.whole = replace(made.whole, declarations=(*made.whole.declarations, new))
    made.counts["add", "clause"] += 1


def _restate(made: Redraft, rng: Random) -> None:
    """The conflict rule, the general default, or the issuer."""
    line: syntax.HeaderLine = rng.choice(
        (
            syntax.ConflictsLine(rng.choice(RULES), NOWHERE),
            syntax.DefaultLine(rng.choice(("permitted", "forbidden", "undecided")), None, (), NOWHERE),
            syntax.HeaderText("issuer", syntax.Text("Somebody else", NOWHERE), NOWHERE),
        )
    )
    if any(type(line) is type(other) for other in made.lines):
        return
    header = made.whole.header
    assert header is not None
    stays = [
        other
        for other in header.lines
        if type(other) is not type(line)
        or (isinstance(other, syntax.DefaultLine) and other.act is not None)
        or (isinstance(other, syntax.HeaderText) and other.word != "issuer")
    ]
    defaults = [other for other in stays if isinstance(other, syntax.DefaultLine)]
    rest = [other for other in stays if not isinstance(other, syntax.DefaultLine)]
    made.lines.append(line)
    made.whole = replace(made.whole, header=replace(header, lines=(*rest, *defaults, line)))
    made.counts["restate", type(line).__name__] += 1


CHANGES = (_strike_question, _strike_clause, _strike_unused, _relabel, _replace_clause, _replace_question, _add, _restate)
