"""The core as compact text, for goldens."""

from datetime import date
from fractions import Fraction

from tos_spec import core


def dump(policy):
    """Everything that the core says, one line for each thing; empty parts are left out."""
    p = policy
    lines = [f"terms {p.name} {p.title!r} issuer={p.issuer!r} version={p.version!r} {period(p.period)} conflicts={p.conflicts}"]
    lines += [f"default {d.verdict} for {d.act} when {expr(d.when)}" for d in p.defaults]
    for k in p.kinds.values():
        lines.append(f"kind {k.name} {k.label!r}: " + " ".join(f"{n.id}<{n.parent}" for n in k.nodes))
    for e in p.entities.values():
        lines += [f"entity {e.name} is {e.kind}", *(f"    {field(f)}" for f in e.fields)]
    for a in p.acts.values():
        lines += [f"act {a.name} {a.label!r} is {a.parent} says {a.says!r}", *(f"    {field(f)}" for f in a.roles)]
    lines += [f"relation {r.name} over {', '.join(r.over)}" for r in p.relations.values()]
    lines += [f"assume {a.name} {about(a)}: {expr(a.body)}" for a in p.assumptions]
    for t in p.terms.values():
        lines += [
            f"open term {t.name} {about(t)} order={t.order}",
            f"    includes {expr(t.includes)}",
            f"    excludes {expr(t.excludes)}",
        ]
    lines += [f"open {type_(q.type)} {q.name} from {q.low} to {q.high} order={q.order}" for q in p.quantities.values()]
    for c in p.clauses:
        lines.append(
            f"clause {c.number} {c.effect.value} {c.act} {period(c.period)} excepts={list(c.excepts)} defeaters={list(c.defeaters)}"
        )
        if c.required_text:
            lines.append(f"    requires {c.required_text!r}: {expr(c.required)}")
        lines += [f"    {x.text!r} {x.span.line}:{x.span.column}: {expr(x.expr)}" for x in c.conditions]
    lines += [f"heading {h.number} {h.title!r}: {' '.join(h.clauses)}" for h in p.headings]
    for c in p.claims:
        lines.append(f"claim {c.name} {c.title!r} {c.act} {c.form} {c.verdict and c.verdict.value} {flags(c)}".rstrip())
        lines += [f"    clauses {' '.join(c.clauses)}"] if c.clauses else []
        lines += [f"    paths {' '.join('.'.join(x) for x in c.paths)}"] if c.paths else []
        lines += [f"    when {expr(c.when)}", *(f"    accepting {acceptance(a)}" for a in c.accepting)]
    for c in p.cases:
        lines.append(
            f"case {c.name} {c.title!r} {c.act} {c.verdict.value} under={c.under} not_under={c.not_under} {flags(c)}".rstrip()
        )
        lines.append(f"    facts {expr(c.facts)}")
    lines += [f"accepting {acceptance(a)}" for a in p.acceptances]
    return "".join(f"{line}\n" for line in lines)


def acceptance(a):
    through = date.fromordinal(a.through).isoformat() if a.through else None
    return f"{a.check or expr(a.scope)} of={list(a.of)} because={a.because!r} by={a.by!r} through={through}"


def flags(c):
    return " ".join(word for word in ("under_some_reading", "mentions_date") if getattr(c, word))


def about(x):
    return f"in {x.act}" if x.act else "for " + ", ".join(f"{n}: {e}" for n, e in x.params)


def period(p):
    ends = [date.fromordinal(d).isoformat() if d is not None else "" for d in (p.first, p.last)]
    return f"[{ends[0]}..{ends[1]}]"


def field(f):
    optional = " optional" if f.optional else ""
    shown = " ".join(sorted(f.example)) if isinstance(f.example, frozenset) else f.example
    example = f" example {shown}" if shown is not None else ""
    return f"{f.key} {f.label!r}: {type_(f.type)}{optional}{example}"


def type_(t):
    bounds = "" if t.low is None and t.high is None else f" {t.low}..{t.high}"
    return f"{t.sort.value}{' ' + t.of if t.of else ''}{bounds}"


def path(p):
    return "/".join(p)


def expr(e):
    match e:
        case core.Constant(value):
            return "true" if value else "false"
        case core.Not(body):
            return f"not({expr(body)})"
        case core.And(items):
            return f"and({'; '.join(map(expr, items))})"
        case core.Or(items):
            return f"or({'; '.join(map(expr, items))})"
        case core.IsIn(at, kind, classes, leaves):
            return f"{path(at)} in {kind}:{','.join(classes)}={{{' '.join(sorted(leaves))}}}"
        case core.Has(at, kind, classes, leaves, only):
            return f"{path(at)} has{' only' * only} {kind}:{','.join(classes)}={{{' '.join(sorted(leaves))}}}"
        case core.Flag(at):
            return f"flag {path(at)}"
        case core.Exists(at):
            return f"exists {path(at)}"
        case core.SameEntity(left, right):
            return f"{path(left)} same {path(right)}"
        case core.SameValue(left, right, kind):
            return f"{path(left)} same {kind} {path(right)}"
        case core.Compare(op, left, right):
            return f"{number(left)} {op} {number(right)}"
        case core.Related(relation, paths):
            return f"{relation}({', '.join(map(path, paths))})"
        case core.Open(term, args):
            return f"open {term}({', '.join(map(path, args))})"
        case core.Defined(name, _, args, body):
            return f"{name}({', '.join(map(path, args))}):=[{expr(body)}]"
        case core.Applies(clauses):
            return f"applies({' '.join(clauses)})"


def number(n):
    match n:
        case core.Exactly(value, sort, of):
            shown = date.fromordinal(int(value)).isoformat() if sort is core.Sort.DATE else str(Fraction(value))
            return f"{shown}:{sort.value}{of}"
        case core.Read(at):
            return path(at)
        case core.Quantity(name):
            return f"quantity {name}"
        case core.Plus(left, right):
            return f"({number(left)} + {number(right)})"
        case core.Times(factor, body):
            return f"{factor}*{number(body)}"
        case core.Shift(moved, months, days):
            return f"shift({number(moved)}, {months} months, {days} days)"
        case core.Between(start, end):
            return f"between({number(start)}, {number(end)})"
