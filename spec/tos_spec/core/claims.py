"""The core's questions: claims and cases; and the whole document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from tos_spec.core.expressions import Expr
from tos_spec.core.norms import Assumption, Clause, ConflictRule, Default, Heading, OpenQuantity, OpenTerm, Period
from tos_spec.core.vocabulary import Act, Entity, Kind, Path, Relation
from tos_spec.source import Span


class Verdict(Enum):
    """What a claim or case says of a scenario under a reading (UNSETTLED: under all readings together)."""

    PERMITTED = "permitted"
    FORBIDDEN = "forbidden"
    EXPRESSLY_PERMITTED = "expressly permitted"
    EXPRESSLY_FORBIDDEN = "expressly forbidden"
    SILENT = "silent"
    CONFLICTING = "conflicting"
    IN_BREACH = "in breach"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A loophole or finding put on record. `check` is None in a claim, else a standing check's name, `of` what it concerns."""

    scope: Expr
    because: str
    by: str | None
    through: int | None
    span: Span
    check: str | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lapsed:
    """What was accepted in a document that another amends, and is no longer, as what it concerned was written anew at `place`.

    `check` is None where it was accepted in a claim; `of` are clauses, or that claim.
    """

    check: str | None
    of: tuple[str, ...]
    because: str
    by: str | None
    through: int | None
    span: Span
    place: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim. `form` `independent` is "does not depend on `paths`". With `clauses`, it is about whether they apply.

    For `never`, `always` and `sometimes`, either `verdict` is set or `clauses` is not empty ("one of them applies").
    """

    name: str
    title: str
    act: str
    form: Literal["never", "always", "sometimes", "independent"]
    verdict: Verdict | None
    clauses: tuple[str, ...]
    paths: tuple[Path, ...]
    when: Expr
    under_some_reading: bool
    mentions_date: bool
    accepting: tuple[Acceptance, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Case:
    """A test on facts: every scenario in which `facts` hold has the verdict, by clauses `under`, not by `not_under`."""

    name: str
    title: str
    act: str
    facts: Expr
    verdict: Verdict
    under: tuple[tuple[str, ...], ...]
    not_under: tuple[tuple[str, ...], ...]
    under_some_reading: bool
    mentions_date: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole document. Without a header (`name` empty) it is vocabulary, and nothing is asked of it but consistency.

    `others` are the documents that it imports under a name, by that name: with the same vocabulary, and without claims.
    """

    name: str
    title: str
    issuer: str
    version: str
    source: str
    file: str
    period: Period
    defaults: tuple[Default, ...]
    conflicts: ConflictRule
    kinds: Mapping[str, Kind]
    entities: Mapping[str, Entity]
    acts: Mapping[str, Act]
    relations: Mapping[str, Relation]
    assumptions: tuple[Assumption, ...]
    terms: Mapping[str, OpenTerm]
    quantities: Mapping[str, OpenQuantity]
    clauses: tuple[Clause, ...]
    headings: tuple[Heading, ...]
    claims: tuple[Claim, ...]
    cases: tuple[Case, ...]
    acceptances: tuple[Acceptance, ...]
    span: Span
    others: Mapping[str, "Policy"] = field(default_factory=dict)
    lapsed: tuple[Lapsed, ...] = ()

    def clause(self, number: str) -> Clause:
        """The clause with this number; KeyError if there is none."""
        for c in self.clauses:
            if c.number == number:
                return c
        raise KeyError(number)
