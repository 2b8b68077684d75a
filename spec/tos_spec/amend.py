"""Amending documents to whole ones.

Contract: takes the documents of a check as they were written, without mistakes of grammar. Gives them with each document that amends
another put together with it: the header lines that it restates win; what it strikes is gone; what it replaces has its place; what is
new comes last. Every node keeps the place, and so the file, where it was written. What is amended is no document by itself any more,
so no other document may import it or amend it as well.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tos_spec import syntax
from tos_spec.amend_header import merged
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve_clauses import is_heading, prefixes
from tos_spec.resolve_names import did_you_mean, listed
from tos_spec.source import Span
from tos_spec.syntax import without_places

_MANY = 12
MOST = 100
"""How many mistakes are reported: each is looked into among all that there is."""

_STAYING = ("kind", "entity", "act", "relation")
"""What the rest of a document is made of: it can be replaced, not struck."""

Key = tuple[str, str]
"""How an amending document tells a declaration: the words before its name, and its name or number."""


@dataclass(frozen=True, slots=True)
class Struck:
    """Something that was struck: what it was, and where that is said."""

    key: Key
    by: Span


@dataclass(frozen=True, slots=True)
class Amended:
    """The documents, each whole, imports before importers and the checked one last; all that was struck; what is wrong.

    `by` tells of each file that is amended which one amends it (the last one, if several do so in turn).
    """

    documents: tuple[syntax.Document, ...]
    struck: tuple[Struck, ...]
    by: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]


def amend(documents: Sequence[syntax.Document], edges: Mapping[Span, str]) -> Amended:
    """The whole documents that `documents` say; `edges` tells which file each import and each `amends` line means."""
    found = Collector()
    whole: dict[str, syntax.Document] = {}
    parts: dict[str, tuple[str, ...]] = {}  # the files that a document is put together of
    struck: list[Struck] = []
    for document in documents:
        line = _amends(document, found)
        if line is None or line.span not in edges:
            _nothing_amended(document, found)
            whole[document.file], parts[document.file] = document, (document.file,)
            continue
        base = whole[edges[line.span]]
        if base.header is None:
            message = f"`{base.file}` has no header, so there is no document to amend"
            help = f'leave out this line, and write `import "{_written(line)}"` below the header to use its vocabulary'
            found.add(Diagnostic("E463", "amends-vocabulary", message, line.value.span, (), help))
        changes = _Changes(base, document, found, _imported(base, whole, edges))
        whole[document.file], parts[document.file] = changes.applied(), (document.file, *parts[base.file])
        struck += changes.struck
    kept = _kept(documents, whole, edges)
    _together(kept, parts, edges, found)
    by = {file: d.file for d in kept for file in parts[d.file] if file != d.file}
    return Amended(kept, tuple(struck), by, tuple(found))


def _amends(document: syntax.Document, found: Collector) -> syntax.HeaderText | None:
    lines = [
        line for line in (document.header.lines if document.header else ())
        if isinstance(line, syntax.HeaderText) and line.word == "amends"
    ]  # fmt: skip
    for more in lines[1:]:
        note = f"the first is at {lines[0].span.place}"
        help = "leave one out; a document that was amended already can be amended again"
        found.add(Diagnostic("E401", "repeated-line", "`amends` is written twice", more.span, (note,), help))
    return lines[0] if lines else None


def _written(line: syntax.HeaderText) -> str:
    return line.value.value if isinstance(line.value, syntax.Text) else ""


def _nothing_amended(document: syntax.Document, found: Collector) -> None:
    """Complain of the first change in a document that changes no other."""
    for decl in document.declarations:
        if isinstance(decl, syntax.Strike | syntax.Replace):
            word = "strike" if isinstance(decl, syntax.Strike) else "replace"
            message = f"`{word}` in a document that amends no other"
            begin = "write" if document.header else "begin the file with `terms NAME`, and write"
            help = f'{begin} `amends "FILE"` in its header, FILE being the document that is changed'
            span = replace(decl.span, end_line=decl.span.line, end_column=decl.span.column + len(word))
            found.add(Diagnostic("E469", "amends-nothing", message, span, (), help))
            return


# --- what stays a document ----------------------------------------------------------------------------------------------------


def _imports(document: syntax.Document, edges: Mapping[Span, str]) -> Iterator[tuple[syntax.Import, str]]:
    for decl in document.declarations:
        if isinstance(decl, syntax.Import) and decl.span in edges:
            yield decl, edges[decl.span]


def _kept(
    documents: Sequence[syntax.Document], whole: Mapping[str, syntax.Document], edges: Mapping[Span, str]
) -> tuple[syntax.Document, ...]:
    """The checked document and all that is imported, in order."""
    reached = {documents[-1].file}
    stack = [documents[-1].file]
    while stack:
        for _, file in _imports(whole[stack.pop()], edges):
            if file not in reached:
                reached.add(file)
                stack.append(file)
    return tuple(whole[d.file] for d in documents if d.file in reached)


def _together(
    kept: Sequence[syntax.Document], parts: Mapping[str, tuple[str, ...]], edges: Mapping[Span, str], found: Collector
) -> None:
    """Complain where a file is a part of two documents: a name that it declares would mean two things."""
    for document in kept:
        for decl, target in _imports(document, edges):
            for other in kept:
                shared = [f for f in parts[other.file] if f in parts[target]]
                if other.file != target and shared:
                    message = f"this import brings in `{shared[0]}` a second time: it is amended by `{other.file}`"
                    if target != shared[0]:
                        message = (
                            f"this import brings in `{shared[0]}` a second time: `{target}` and `{other.file}` go back to it"
                        )
                    help = (
                        "leave the import out; to compare two versions of a document, run `check diff` on them; "
                        "to ask both what another document forbids, write one compliance file for each version, then `--matrix`"
                    )
                    found.add(Diagnostic("E470", "amended-and-imported", message, decl.target.span, (), help))
                    break


def _imported(base: syntax.Document, whole: Mapping[str, syntax.Document], edges: Mapping[Span, str]) -> Mapping[Key, str]:
    """What comes to a document through its imports, and the file that declares it."""
    found: dict[Key, str] = {}
    reached, stack = {base.file}, [base]
    while stack:
        for _, file in _imports(stack.pop(), edges):
            if file in whole and file not in reached:
                reached.add(file)
                stack.append(whole[file])
                for decl in whole[file].declarations:
                    if named := key_of(decl):
                        found.setdefault(named[0], file)
    return found


# --- changes ------------------------------------------------------------------------------------------------------------------


def key_of(decl: syntax.Declaration) -> tuple[Key, Span] | None:
    """How an amending document tells a declaration, and the place of its name; None for what has no name."""
    match decl:
        case syntax.ClauseDecl(number=number):
            return ("clause", number.text), number.span
        case syntax.OpenQuantityDecl(name=name, type=type_):
            return (f"open {type_.word}", name.text), name.span
        case syntax.Import() | syntax.Accepting() | syntax.Strike() | syntax.Replace():
            return None
        case _:
            return (_WORDS[type(decl)], decl.name.text), decl.name.span


_WORDS: Mapping[type[syntax.Declaration], str] = {
    syntax.KindDecl: "kind",
    syntax.EntityDecl: "entity",
    syntax.ActDecl: "act",
    syntax.RelationDecl: "relation",
    syntax.AssumeDecl: "assume",
    syntax.DefineDecl: "define",
    syntax.OpenTermDecl: "open term",
    syntax.ClaimDecl: "claim",
    syntax.CaseDecl: "case",
}
_NOUNS = {"assume": "assumption", "define": "definition", "open money": "open sum of money"}


def _noun(word: str) -> str:
    return _NOUNS.get(word, word)


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def _accepting(decl: syntax.Declaration) -> tuple[syntax.Accepting, ...]:
    return decl.accepting if isinstance(decl, syntax.ClauseDecl | syntax.ClaimDecl) else ()


def _on_record(accepting: syntax.Accepting) -> object:
    """What tells an acceptance from others in the same declaration: its check, or in a claim what is accepted."""
    return accepting.check.text if accepting.check is not None else without_places(accepting.formula)


@dataclass
class _Changes:
    """What one document changes in another, which is whole."""

    base: syntax.Document
    document: syntax.Document
    found: Collector
    imported: Mapping[Key, str]
    places: dict[Key, Span] = field(default_factory=dict)  # of what is changed: where that is said
    struck: list[Struck] = field(default_factory=list)
    instead: dict[Key, syntax.Declaration] = field(default_factory=dict)
    new: list[syntax.Declaration] = field(default_factory=list)
    old: dict[Key, syntax.Declaration] = field(default_factory=dict)
    below: dict[str, list[Key]] = field(default_factory=dict)  # of headings: the clauses numbered below them
    names_gone: set[str] = field(default_factory=set)

    def applied(self) -> syntax.Document:
        """The whole document."""
        self.old = {named[0]: d for d in self.base.declarations if (named := key_of(d))}
        self._look_below()
        for decl in self.document.declarations:
            if len(self.found.found) >= MOST:
                break
            match decl:
                case syntax.Strike():
                    self._strike(decl)
                case syntax.Replace():
                    self._replace(decl)
                case _:
                    self.new.append(decl)
        self._declared_already()
        gone = {s.key for s in self.struck}
        self.names_gone = {key[1] for key in gone}
        stay = [self._in_place(d) for d in self.base.declarations if (named := key_of(d)) is None or named[0] not in gone]
        declarations = (*(d for d in stay if d is not None), *self.new)
        header = merged(self.base.header, self.document.header)
        comments = (*self.base.comments, *self.document.comments)
        return replace(
            self.document,
            header=header,
            declarations=declarations,
            comments=comments,
            lapsed=(*self.base.lapsed, *self._lapsed()),
        )

    def _lapsed(self) -> Iterator[syntax.Lapsed]:
        """The acceptances of the amended document that are gone while there is still something that they could concern."""
        anew = {named[0]: d for d in self.new if (named := key_of(d))}
        for decl in self.base.declarations:
            named = key_of(decl)
            if (
                isinstance(decl, syntax.Accepting)
                and self._void(decl)
                and all(("clause", n) in anew for n in decl.of if n in self.names_gone)
            ):
                yield syntax.Lapsed(decl, decl.of, next(anew["clause", n].span for n in decl.of if n in self.names_gone))
            elif named is not None and (new := self.instead.get(named[0]) or anew.get(named[0])) is not None:
                kept = [_on_record(a) for a in _accepting(new)]
                yield from (
                    syntax.Lapsed(a, a.of or (named[0][1],), new.span) for a in _accepting(decl) if _on_record(a) not in kept
                )

    def _in_place(self, decl: syntax.Declaration) -> syntax.Declaration | None:
        """What stands in the place of a declaration that was not struck."""
        named = key_of(decl)
        decl = decl if named is None else self.instead.get(named[0], decl)
        match decl:
            case syntax.Accepting():
                return None if self._void(decl) else decl
            case syntax.ClauseDecl(accepting=accepting) if any(map(self._void, accepting)):
                return replace(decl, accepting=tuple(a for a in accepting if not self._void(a)))
            case _:
                return decl

    def _void(self, accepting: syntax.Accepting) -> bool:
        """Whether an acceptance of the amended document names something struck: there is nothing left that it accepts."""
        return accepting.span.file != self.document.file and any(name in self.names_gone for name in accepting.of)

    def _strike(self, strike: syntax.Strike) -> None:
        for name in strike.names:
            if len(self.found.found) >= MOST:
                return
            key = (strike.what, name.text)
            if strike.what in _STAYING:
                message = f"{_a(strike.what)} is not struck: what a document speaks of stays"
                help = f"replace it: `replace {strike.what} {name.text} …`; if nothing uses it any more, it does no harm"
                self.found.add(Diagnostic("E468", "strike-vocabulary", message, name.span, (), help))
            elif key not in self.old:
                self._missing("E464", "nothing-to-strike", key, name.span, "strike")
            else:
                for each in self._with_below(key):
                    if self._changed(each, name.span, "struck"):
                        self.struck.append(Struck(each, name.span))

    def _with_below(self, key: Key) -> list[Key]:
        """A declaration, and if it is a heading, all clauses numbered below it."""
        return [key, *self.below.get(key[1], ())] if key[0] == "clause" else [key]

    def _look_below(self) -> None:
        for key, decl in self.old.items():
            if isinstance(decl, syntax.ClauseDecl) and is_heading(decl):
                self.below[key[1]] = []
        for key in self.old:
            for number in prefixes(key[1]) if key[0] == "clause" and self.below else ():
                if number in self.below:
                    self.below[number].append(key)

    def _replace(self, change: syntax.Replace) -> None:
        named = key_of(change.declaration)
        assert named is not None  # noqa: S101 - what can be replaced has a name
        key, span = named
        if key not in self.old:
            self._missing("E465", "nothing-to-replace", key, span, "replace")
        elif self._changed(key, span, "replaced"):
            self.instead[key] = change.declaration

    def _changed(self, key: Key, span: Span, how: str) -> bool:
        """Note that something is changed; complain if it was already."""
        earlier = self.places.setdefault(key, span)
        if earlier is span:
            return True
        message = f"{_noun(key[0])} `{key[1]}` is {how}, and was struck or replaced before"
        note = f"the first change is at {earlier.place}"
        self.found.add(Diagnostic("E467", "changed-twice", message, span, (note,), "leave one of the two out"))
        return False

    def _missing(self, code: str, name: str, key: Key, span: Span, verb: str) -> None:
        """Complain that there is nothing to strike or replace; name what there is."""
        word, text = key
        message = f"`{self.base.file}` has no {_noun(word)} `{text}` to {verb}"
        otherwise = next((k for k in self.old if k[1] == text and k[0] != word), None)
        if otherwise is not None:
            message = f"`{text}` is {_a(_noun(otherwise[0]))} of `{self.base.file}`, not {_a(_noun(word))}"
            if verb == "strike":
                help: str | None = f"write `strike {otherwise[0]} {text}`"
            else:
                code, name = "E466", "replaced-by-another-sort"
                help = f"write `strike {otherwise[0]} {text}`, and declare it anew without `replace`"
            self.found.add(Diagnostic(code, name, message, span, (), help))
            return
        if key in self.imported:
            declared = self.imported[key]
            note = f"it comes from `{declared}`, which is imported"
            help = f"leave this out: what is imported is changed in `{declared}` itself"
            self.found.add(Diagnostic(code, name, message, span, (note,), help))
            return
        known = [k[1] for k in self.old if k[0] == word]
        there = (
            f"there {'is' if len(known) == 1 else 'are'} {listed(known[:_MANY])}" if known else f"it has no {_noun(word)} at all"
        )
        notes: tuple[str, ...] = (f"{there}{' and others' * (len(known) > _MANY)}",)
        if any(named[0] == key for d in self.new if (named := key_of(d))):
            notes = (*notes, "it is declared in this file itself")
        near = None if word == "clause" and verb == "replace" else did_you_mean(text, known)
        if verb == "replace":
            near = f"{near} To add it, leave out `replace`" if near else "leave out `replace` to add it"
        self.found.add(Diagnostic(code, name, message, span, notes, near))

    def _declared_already(self) -> None:
        """Complain of what is declared as new and is there already."""
        gone = {s.key for s in self.struck}
        for decl in self.new:
            named = key_of(decl)
            if named is None or named[0] not in self.old or named[0] in gone:
                continue
            (word, text), span = named
            old = self.old[named[0]]
            message = f"{_noun(word)} `{text}` is declared in what is amended"
            help = f"to change it, write `replace {word} {text} …`; otherwise give this one another {'number' if word == 'clause' else 'name'}"
            self.found.add(Diagnostic("E471", "declared-already", message, span, (f"it is at {old.span.place}",), help))


# --- what refers to something struck ------------------------------------------------------------------------------------------


def as_amended(diagnostics: Iterable[Diagnostic], amended: Amended) -> Iterator[Diagnostic]:
    """The diagnostics of later passes: where a name is unknown because it was struck, or a mistake lies in what is amended, with a note."""
    struck: dict[str, list[Struck]] = {}
    for each in amended.struck:
        struck.setdefault(each.key[1], []).append(each)
    for diagnostic in diagnostics:
        found = next((s for s in struck.get(_named(diagnostic), ()) if s.key[0].split()[0] in _UNKNOWN[diagnostic.name]), None)
        if found is not None:
            word, text = found.key
            note = f"{_noun(word)} `{text}` is struck at {found.by.place}"
            help = f"strike or replace what refers to `{text}` as well, or leave out that strike"
            yield replace(diagnostic, notes=(note,), help=help)
        elif diagnostic.span.file in amended.by:
            yield replace(
                diagnostic, notes=(*diagnostic.notes, f"in the document as `{amended.by[diagnostic.span.file]}` amends it")
            )
        else:
            yield diagnostic


_UNKNOWN = {
    "unknown-clause": ("clause",),
    "unknown-name": ("define", "open"),
    "unknown-subject": ("clause", "claim", "case", "define", "open"),
}


def _named(diagnostic: Diagnostic) -> str:
    """What a diagnostic says that nothing is called; empty for those of other kinds."""
    said = re.search(r"`([^`]*)`", diagnostic.message) if diagnostic.name in _UNKNOWN else None
    return said[1] if said else ""
