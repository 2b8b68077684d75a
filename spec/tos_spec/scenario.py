"""One scenario and one reading, as values: what the interpreter judges, the solver finds and the reports show."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tos_spec.core import Path, Value


@dataclass(frozen=True)
class Scenario:
    """An act done in a world.

    `facts`: for every path that is there, its value: flags, numbers, dates (as Fractions), leaves, sets of leaves; for an
    entity classified by a kind, its leaf under the entity's own path. `identity`: for every entity path that is there, the
    first path (in the order of declaration) that reaches the same entity. What is in neither is absent.
    `relations`: the relations that hold, by name and the identities of the entities.
    """

    act: str
    facts: Mapping[Path, Value]
    identity: Mapping[Path, Path]
    relations: frozenset[tuple[str, tuple[Path, ...]]] = frozenset()

    def there(self, path: Path) -> bool:
        """Whether there is something at `path`."""
        return path in self.facts or path in self.identity

    @property
    def day(self) -> int:
        """The day on which the act is done, as a number of days."""
        found = self.facts["date",]
        assert isinstance(found, Fraction)  # noqa: S101 - every act has a date, which is a number
        return int(found)


ON_CONFLICT, ON_SILENCE = "on conflict", "on silence"


def ruling(what: str, document: str = "") -> str:
    """The name of a ruling as a point of a reading; of another document, with the name that it is known by."""
    return f"{what} in {document}" if document else what


def ruled_in(point: str) -> tuple[str, str] | None:
    """What the name of a point rules on, and in which other document (empty: in the policy itself); None if it is no ruling."""
    what, _, document = point.partition(" in ")
    return (what, document) if what in (ON_CONFLICT, ON_SILENCE) else None


@dataclass(frozen=True)
class Rulings:
    """How conflicts and silence that a document leaves open are resolved: True for "permitted"."""

    on_conflict: bool = False
    on_silence: bool = False


@dataclass(frozen=True)
class Reading:
    """How everything that the text leaves open is read, for one scenario.

    Open terms of the act and of entities (by identity) are wishes: the interpreter lets a term's bounds prevail. A ruling
    is True for "permitted". What is missing is read as: terms False, quantities at their low end, rulings False.
    `others` are the rulings of the documents that the policy knows by name.
    """

    terms: Mapping[str, bool]
    entity_terms: Mapping[tuple[str, tuple[Path, ...]], bool]
    quantities: Mapping[str, Fraction]
    on_conflict: bool = False
    on_silence: bool = False
    others: Mapping[str, Rulings] = field(default_factory=dict)

    def of(self, name: str) -> "Reading":
        """The reading of the document called `name`: its own rulings, everything else alike."""
        rulings = self.others.get(name, Rulings())
        return replace(self, on_conflict=rulings.on_conflict, on_silence=rulings.on_silence)
