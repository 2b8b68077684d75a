"""The format `json`: one object with sorted keys, after `schema/result-1.json`. New keys may be added; none goes."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from tos_checker.render import certificate, table, words
from tos_checker.report import (
    Account,
    Checked,
    Elsewhere,
    Fact,
    Family,
    Neighbour,
    PatternEntry,
    Point,
    Proof,
    Report,
    Result,
    Witness,
)
from tos_spec.diagnostics import Diagnostic
from tos_spec.source import Span

_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What terminals and editors obey instead of showing it, and JSON does not escape by itself."""

_LISTS = frozenset({"is", "is_not", "has", "has_no"})


def render(report: Report) -> str:
    """`report` as JSON text with a last line end."""
    return as_text(as_data(report))


def as_text(data: Mapping[str, Any]) -> str:
    """An object as every command prints it: what would be obeyed instead of shown is escaped, which means the same."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, indent=2) + "\n"
    return _OBEYED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def as_data(report: Report) -> dict[str, Any]:
    """`report` as the object that is printed."""
    results = [r for c in report.checked for r in c.results]
    data: dict[str, Any] = {
        "schema": 1,
        "tool": {"name": "toscheck", "version": report.version, "solver": report.solver},
        "today": report.today,
        "exit": report.exit.value,
        "documents": [_document(c) for c in report.checked if c.document or c.interrupted],
        "diagnostics": [diagnostic(d) for c in report.checked for d in c.diagnostics],
        "results": [_result(r) for r in results],
    }
    if report.matrix is not None:
        data["matrix"] = table.as_data(report.matrix, results)
    return data


def _document(checked: Checked) -> dict[str, Any]:
    return {
        "file": checked.file,
        "name": checked.document,
        "title": checked.title,
        "issuer": checked.issuer,
        "version": checked.version,
        "assumptions": list(checked.assumptions),
        "not_checked": list(checked.not_checked),
        "certification": certificate.as_data(checked.certification),
        "interrupted": checked.interrupted,
    }


def location(span: Span) -> dict[str, Any]:
    """A place."""
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    """A diagnostic."""
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "location": location(diagnostic.span),
        "notes": list(diagnostic.notes),
        "help": diagnostic.help,
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "document": result.document,
        "check": result.check,
        "name": result.name,
        "title": result.title,
        "asks": result.asks,
        "status": result.status,
        "level": result.level,
        "code": words.code_of(result),
        "headline": result.headline,
        "notes": list(result.notes),
        "help": result.help,
        "bounded": result.bounded,
        "location": location(result.span),
        "families": [_family(f) for f in result.families],
        "total": result.total,
        "complete": result.complete,
        "proof": _proof(result.proof),
        "witness": _witness(result.witness),
        "certified": result.certified,
        "seconds": round(result.seconds, 3),
    }


def _family(family: Family) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": family.id,
        "strength": family.strength,
        "outcome": family.outcome,
        "ground": family.ground,
        "headline": family.headline,
        "route": family.route,
        "escapes": None
        if family.escapes is None
        else {"clause": family.escapes.clause, "conditions": list(family.escapes.conditions)},
        "pattern": [entry(e) for e in family.pattern],
        "exact": family.exact,
        "count": family.count,
        "act": family.story.act,
        "sentence": family.story.sentence,
        "scenario": facts(family.story.facts),
        "reading": reading(family.reading),
        "turns_on": [p.name for p in family.turns_on],
        "neighbour": _neighbour(family.neighbour),
        "account": account(family.account),
    }
    if family.given:
        data["given"] = [p.name for p in family.given]
    if family.others:
        data["under"] = under(family.others)
    if family.against:
        data["against"] = list(family.against)
    data["also_arguable"] = None
    if family.also is not None and family.strength == "arguable":
        data["also_clear"] = {"scenario": facts(family.also.story.facts)}
    elif family.also is not None:
        data["also_arguable"] = {"scenario": facts(family.also.story.facts), "turns_on": [p.name for p in family.also.turns_on]}
    if family.other is not None:
        data["other"] = {
            "scenario": facts(family.other.facts),
            "changes": {f.role: f.value for f in family.other_changes},
            "outcome": family.other_outcome,
            "account": account(family.other_account),
        }
    return data


def entry(entry: PatternEntry) -> dict[str, Any]:
    """One fact of a pattern."""
    if not entry.role:
        return {"formula": entry.values[0] if entry.values else entry.words, "words": entry.words}
    value: Any
    if entry.test in _LISTS:
        value = list(entry.values)
    elif entry.test == "exists":
        value = entry.values != ("false",)
    else:
        value = entry.values[0] if entry.values else ""
    return {"role": entry.role, entry.test: value, "words": entry.words}


def facts(facts: Iterable[Fact]) -> dict[str, str]:
    """Facts by role."""
    return {f.role: f.value for f in facts if f.value}


def reading(points: Iterable[Point]) -> dict[str, str]:
    """Points by name."""
    return {p.name: p.value for p in points}


def _neighbour(neighbour: Neighbour | None) -> dict[str, Any] | None:
    if neighbour is None:
        return None
    told = {"changes": facts(neighbour.changes), "stopped_by": list(neighbour.stopped_by), "words": list(neighbour.words)}
    return {**told, "applying": list(neighbour.applying)} if neighbour.applying else told


def _proof(proof: Proof | None) -> dict[str, Any] | None:
    if proof is None:
        return None
    return {
        "needs": list(proof.needs),
        "may_use": list(proof.may_use),
        "no_part": list(proof.no_part),
        "assumptions": list(proof.assumptions),
        "rests_on": list(proof.rests_on),
    }


def account(account: Iterable[Account]) -> list[dict[str, Any]]:
    """Clauses with the reason why each applies or does not."""
    return [{"clause": a.clause, "title": a.title, "applies": a.applies, "because": a.because} for a in account]


def under(others: Iterable[Elsewhere]) -> dict[str, Any]:
    """What other documents make of a scenario, by the names that they are known by."""
    return {
        o.document: {"title": o.title, "outcome": o.outcome, "headline": o.headline, "account": account(o.account)}
        for o in others
    }


def _witness(witness: Witness | None) -> dict[str, Any] | None:
    if witness is None:
        return None
    data: dict[str, Any] = {
        "act": witness.story.act,
        "sentence": witness.story.sentence,
        "scenario": facts(witness.story.facts),
        "reading": reading(witness.reading),
        "outcome": witness.outcome,
        "outside": list(witness.outside),
        "turns_on": [p.name for p in witness.turns_on],
        "account": account(witness.account),
    }
    if witness.others:
        data["under"] = under(witness.others)
    return data
