"""Diagnostics as text, for goldens."""


def said(diagnostics):
    """One paragraph for each diagnostic."""
    lines = []
    for d in diagnostics:
        s = d.span
        lines.append(f"{s.file}:{s.line}:{s.column}-{s.end_line}:{s.end_column} {d.code} {d.name}: {d.message}")
        lines += [f"    note: {note}" for note in d.notes]
        lines += [f"    help: {d.help}"] if d.help else []
    return "".join(f"{line}\n" for line in lines)
