"""Random pairs of documents over one vocabulary: the one imports the other under a name, and asks what it rules.

Contract: the same seed gives the same three texts (`words.tos`, `law.tos`, `main.tos`), which load without a diagnostic. Both documents
have terms of the same names, which are different things; sometimes they share terms, too, and the first uses the other's.
"""

import re
from dataclasses import dataclass
from random import Random

from tests.oracle.clauses import clauses
from tests.oracle.documents import Terms, _header, _terms, _wide_open
from tests.oracle.formulas import Scope
from tests.oracle.questions import questions
from tests.oracle.vocabulary import Vocabulary, vocabulary

ROOM = 24


@dataclass(frozen=True)
class Pair:
    """The texts of two documents, and of the vocabulary that both import."""

    words: str
    law: str
    main: str

    @property
    def files(self) -> dict[str, str]:
        """The texts by the names of their files."""
        return {"words.tos": self.words, "law.tos": self.law, "main.tos": self.main}


def pair(seed: int) -> Pair:
    """The documents of a seed."""
    rng = Random(seed)  # noqa: S311 - nothing is secret here
    made = vocabulary(rng, ROOM)
    while made.openly and seed % 4:  # where all is wide open in both, there are many readings
        made = vocabulary(rng, ROOM)
    shared = Terms()
    if rng.random() < 0.5:
        _terms(rng, made, shared)
        _cut(shared, 2)
    law = _document(rng, made, shared, "law", seed)
    main = _document(rng, made, _with_theirs(rng, shared, law.terms), "main", seed)
    asked = [_asking(rng, text) for text in questions(rng, made, main.clauses, lambda act: main.terms.scope(made, act))]
    asked += _both_ways(rng, made, main.terms)
    words = "\n\n".join([made.text, *shared.blocks])
    return Pair(
        f"{words}\n",
        "\n\n".join([law.header, 'import "words.tos"', *law.own, *law.clauses.blocks]) + "\n",
        "\n\n".join([main.header, 'import "words.tos"\nimport "law.tos" as law', *main.own, *main.clauses.blocks, *asked]) + "\n",
    )


@dataclass(frozen=True)
class _Made:
    header: str
    terms: Terms
    own: list[str]
    clauses: object


def _document(rng: Random, made: Vocabulary, shared: Terms, name: str, seed: int) -> "_Made":
    terms = _copy(shared)
    before = len(terms.blocks)
    if made.openly:
        _wide_open(rng, terms)
    if rng.random() < 0.8:
        _terms(rng, made, terms)
        _cut(terms, before + 2)
    header = _header(rng, made, terms, seed).replace(f"document_{seed}", name)
    return _Made(header, terms, terms.blocks[before:], clauses(rng, made, lambda act: terms.scope(made, act)))


def _copy(terms: Terms) -> Terms:
    of_act = {act: list(names) for act, names in terms.of_act.items()}
    return Terms(list(terms.blocks), of_act, list(terms.of_entities), set(terms.closed), list(terms.quantities))


def _cut(terms: Terms, most: int) -> None:
    """At most so many blocks: what is left open by each multiplies."""
    gone = terms.blocks[most:]
    del terms.blocks[most:]
    names = {m[1] for block in gone if (m := re.match(r"(?:define|open \w+(?: in USD)?) (\w+)", block))}
    for act, known in terms.of_act.items():
        terms.of_act[act] = [n for n in known if n not in names]
    terms.of_entities = [t for t in terms.of_entities if t[0] not in names]
    terms.quantities = [q for q in terms.quantities if q[0] not in names]


def _with_theirs(rng: Random, shared: Terms, law: Terms) -> Terms:
    """The shared terms, and sometimes those of the law behind its name."""
    found = _copy(shared)
    if rng.random() < 0.5:
        return found

    def theirs(name: str, known: object) -> bool:
        return name not in known  # type: ignore[operator]

    for act, names in law.of_act.items():
        found.of_act.setdefault(act, []).extend(f"law.{n}" for n in names if theirs(n, shared.of_act.get(act, ())))
    found.of_entities += [(f"law.{n}", over) for n, over in law.of_entities if (n, over) not in shared.of_entities]
    found.closed |= {f"law.{n}" for n in law.closed if n not in shared.closed}
    found.quantities = found.quantities or [(f"law.{n}", sort) for n, sort in law.quantities]
    return found


def _asking(rng: Random, question: str) -> str:
    """A question that asks of the law here and there where it asked of a clause, and has a condition on the law now and then."""

    def instead(match: re.Match[str]) -> str:
        return f"{match[1]}{_says(rng)}" if rng.random() < 0.5 else match[0]

    head, *rest = question.split("\n", 1)
    body = re.sub(r"(when |unless |not |and |or |- |\()clause \S+ applies\b", instead, rest[0]) if rest else ""
    if question.startswith("claim") and rng.random() < 0.5 and "under some reading" not in body:
        first, *more = body.split("\n")
        line = f"    {rng.choice(('when', 'unless'))} {_says(rng)}"
        body = "\n".join([first, line, *more])
    elif question.startswith("case") and rng.random() < 0.5:
        first, *more = body.split("\n")
        body = "\n".join([first, f"    {'not ' if rng.random() < 0.3 else ''}{_says(rng)}", *more])
    return f"{head}\n{body}"


def _says(rng: Random) -> str:
    return f"{rng.choice(('permitted', 'forbidden'))} by law"


def _both_ways(rng: Random, made: Vocabulary, terms: Terms) -> list[str]:
    """Compliance in both directions, and where both leave the outcome open."""
    scope: Scope = terms.scope(made, "use")
    some = f" and {rng.choice(scope.terms)}" if scope.terms and rng.random() < 0.5 else ""
    return [
        f"claim complies\n  use is never permitted\n    when forbidden by law{some}",
        "claim no_stricter\n  use is always permitted\n    when permitted by law",
        f"claim some_way\n  use is {rng.choice(('never', 'always'))} permitted\n    when {_says(rng)}\n    under some reading",
        f"claim apart\n  use is sometimes {rng.choice(('permitted', 'forbidden', 'unsettled'))}\n    when {_says(rng)}",
    ]
