"""Which names can be used in a file, and how they are written there: as they are, or behind the name of an import.

Contract: a file uses its own names and those of the files that it imports, also through others, as they are; behind the name of an
`import … as NAME`, those that the imported file uses. In the joint vocabulary of all documents a name that only imports under a name
bring has that name before it (`law.task`); what is brought as it is, too, keeps its plain name, and so is shared.
A document may have been put together of several files (each knows what the others know).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tos_spec import syntax
from tos_spec.source import Span


@dataclass(frozen=True, slots=True)
class Views:
    """For each file: whose names it uses as they are, and the files behind the names of its imports.

    `prefixes` are what stands before a file's own names in the joint vocabulary: nothing, or a name with its dot.
    """

    plain: Mapping[str, frozenset[str]]
    behind: Mapping[str, Mapping[str, str]]
    prefixes: Mapping[str, str]

    def groups(self, file: str) -> Iterator[tuple[str, frozenset[str]]]:
        """What can be written before a name in `file` (nothing, or a name with its dot), and the files that are meant then."""
        yield "", self.plain[file]
        for alias, target in self.behind[file].items():
            yield f"{alias}.", self.plain[target]

    def seen(self, file: str) -> frozenset[str]:
        """The files whose names can be used in `file`, in whatever way."""
        return frozenset(f for _, files in self.groups(file) for f in files)


def views(documents: Sequence[syntax.Document], edges: Mapping[Span, str]) -> Views:
    """What can be used in each file of `documents`; imports come before importers, the checked file last."""
    plain: dict[str, frozenset[str]] = {}
    behind: dict[str, dict[str, str]] = {}
    for document in documents:
        files = files_of(document)
        mine, named = set(files), dict[str, str]()
        for decl in document.declarations:
            if not isinstance(decl, syntax.Import) or decl.span not in edges:
                continue
            target = edges[decl.span]
            if decl.alias is None:
                mine |= plain.get(target, frozenset({target}))
            else:
                named.setdefault(decl.alias.text, target)
                for inner, file in behind.get(target, {}).items():
                    named.setdefault(f"{decl.alias.text}.{inner}", file)
        for file in files:
            plain[file] = plain.get(file, frozenset()) | mine
            behind[file] = {**behind.get(file, {}), **named}
    return Views(plain, behind, _prefixes(documents, plain, behind))


def files_of(document: syntax.Document) -> tuple[str, ...]:
    """The files that a document was put together of, its own first."""
    lines = document.header.lines if document.header is not None else ()
    return tuple(dict.fromkeys((document.file, *(node.span.file for node in (*lines, *document.declarations)))))


def _prefixes(
    documents: Sequence[syntax.Document], plain: Mapping[str, frozenset[str]], behind: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    """What stands before the names of each file: the names of the fewest imports, from the checked file outwards."""
    order = [f for d in reversed(documents) for f in files_of(d)]
    found: dict[str, str] = {}
    taken = {""}
    layer = {"": plain[documents[-1].file]}
    while layer:
        for prefix, files in layer.items():
            for file in files:
                found.setdefault(file, prefix)
        after: dict[str, frozenset[str]] = {}
        for file in order:
            for alias, target in behind[file].items() if file in found else ():
                missing = frozenset(f for f in plain[target] if f not in found)
                if "." not in alias and missing:
                    after[_free(f"{found[file]}{alias}", taken)] = missing
        layer = after
    # What is left is behind a name that another import has taken, which is a mistake told elsewhere.
    return {**dict.fromkeys(order, "?."), **found}


def _free(name: str, taken: set[str]) -> str:
    """`name` with its dot, numbered if another file's import has taken it."""
    number = 1
    prefix = f"{name}."
    while prefix in taken:
        number += 1
        prefix = f"{name}_{number}."
    taken.add(prefix)
    return prefix
