"""The core: a small, fully resolved language with one way to say each thing.

Meaning, in prose (docs/language.md has it at length):

* A *scenario* is an act with a value for every role. A *path* is a role's key followed by names of entity fields.
* An expression is true or false of a scenario under a reading. A test on a path that is not there (an absent optional role,
  a field of it, a role that the scenario's act does not have) is false; negation is plain.
* A clause's *scope* is: the scenario's act is the clause's act or below it, the date lies in the clause's period (and in
  the document's), all its conditions hold, and, for an exception, the scope of one of the clauses it excepts.
* A clause *applies* where its scope holds and none of its defeaters applies. `defeaters` is complete: exceptions to it,
  disapplications of it, and clauses of opposite effect that prevail by `notwithstanding` or `subject to`.
* Other documents that are imported under a name (`Policy.others`) have the same vocabulary, assumptions, open terms and quantities, and
  clauses, days, defaults and a conflict rule of their own. A reading settles their conflicts and their silence for themselves.
* Headings do not occur: their relations, dates and numbers have been spread over the clauses below them.

All numbers are exact: durations in seconds, dates as days (`datetime.date.toordinal`), a percentage as a fraction of one.
Every node is frozen. Nothing here reads text or prints.
"""

from tos_spec.core.claims import (
    Acceptance,
    Case,
    Claim,
    Lapsed,
    Policy,
    Verdict,
)
from tos_spec.core.expressions import (
    FALSE,
    TRUE,
    And,
    Applies,
    Between,
    Compare,
    Constant,
    Defined,
    Exactly,
    Exists,
    Expr,
    Flag,
    Has,
    IsIn,
    JudgedBy,
    Not,
    Number,
    Open,
    Or,
    Plus,
    Quantity,
    Read,
    Related,
    SameEntity,
    SameValue,
    Shift,
    Times,
)
from tos_spec.core.norms import (
    Assumption,
    Clause,
    Condition,
    ConflictRule,
    Default,
    Effect,
    Heading,
    OpenQuantity,
    OpenTerm,
    Period,
)
from tos_spec.core.vocabulary import (
    FIRST_DAY,
    LAST_DAY,
    NUMERIC,
    Act,
    Entity,
    Field,
    Kind,
    KindNode,
    Path,
    Relation,
    Sort,
    Type,
    Value,
)

__all__ = [
    "FALSE",
    "FIRST_DAY",
    "LAST_DAY",
    "NUMERIC",
    "TRUE",
    "Acceptance",
    "Act",
    "And",
    "Applies",
    "Assumption",
    "Between",
    "Case",
    "Claim",
    "Clause",
    "Compare",
    "Condition",
    "ConflictRule",
    "Constant",
    "Default",
    "Defined",
    "Effect",
    "Entity",
    "Exactly",
    "Exists",
    "Expr",
    "Field",
    "Flag",
    "Has",
    "Heading",
    "IsIn",
    "JudgedBy",
    "Kind",
    "KindNode",
    "Lapsed",
    "Not",
    "Number",
    "Open",
    "OpenQuantity",
    "OpenTerm",
    "Or",
    "Path",
    "Period",
    "Plus",
    "Policy",
    "Quantity",
    "Read",
    "Related",
    "Relation",
    "SameEntity",
    "SameValue",
    "Shift",
    "Sort",
    "Times",
    "Type",
    "Value",
    "Verdict",
]
