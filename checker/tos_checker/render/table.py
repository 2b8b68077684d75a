"""Claims against documents, to be read as a table: a row for each claim, a column for each document.

Contract: what a cell says is the claim's status in that document. Below the table stands for each cell that is not well what was found, and for
each that is empty why.
"""

from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import Any

from tos_checker.render import words
from tos_checker.render.text import Paper, visible, width
from tos_checker.report import Cell, Column, Matrix, Result, Row

_GAP = 2
_POSED = "*"
_REWORDED = "~"
_STYLES = {
    "holds": "ok", "accepted": "ok", "fails": "error", "arguable": "warning", "vacuous": "warning", "undecided": "warning",
    "not asked": "faint",
}  # fmt: skip


def full(paper: Paper, matrix: Matrix) -> None:
    """The table with what explains it."""
    if not matrix.columns:
        return
    heads = _heads(matrix, paper.room)
    paper.blank()
    paper.columns([(head, _who(c)) for head, c in zip(heads, matrix.columns, strict=True)], indent=0)
    for start, end in _chunks(matrix, heads, paper.room):
        paper.blank()
        _grid(paper, matrix, heads, start, end)
    paper.blank()
    _marks(paper, matrix)
    known = [c.name for c in matrix.columns]
    plain = len(set(known)) == len(known)
    names = {c.file: c.name if plain else head for c, head in zip(matrix.columns, heads, strict=True)}
    _not_well(paper, matrix, names)
    _not_asked(paper, matrix, names)


def _who(column: Column) -> str:
    version = f"version {column.version}" if column.version[:1].isdigit() else column.version
    whose = ", ".join(word for word in (column.issuer, version) if word)
    return f'"{column.title}"{f" ({whose})" if whose else ""}, {column.file}'


def _heads(matrix: Matrix, room: int) -> list[str]:
    """What columns are called: by the documents' names, if these are different and have room, else by letters."""
    names = [visible(c.name) for c in matrix.columns]
    wide = _label_width(matrix, room) + sum(_GAP + _column_width(matrix, n, head) for n, head in enumerate(names))
    if len(set(names)) == len(names) and wide <= room:
        return names
    return [_letter(n) for n in range(len(names))]


def _letter(number: int) -> str:
    """`A` to `Z`, `AA`, and so on."""
    before, last = divmod(number, len(ascii_uppercase))
    return (_letter(before - 1) if before else "") + ascii_uppercase[last]


def _column_width(matrix: Matrix, number: int, head: str) -> int:
    return max(width(head), *(len(_cell(row.cells[number])) for row in matrix.rows), 0)


def _label_width(matrix: Matrix, room: int) -> int:
    return min(max((width(visible(r.name)) for r in matrix.rows), default=0), room // 2)


def _chunks(matrix: Matrix, heads: Sequence[str], room: int) -> Iterator[tuple[int, int]]:
    """As many columns at a time as have room."""
    left = room - _label_width(matrix, room)
    start, used = 0, 0
    for n, head in enumerate(heads):
        wide = _GAP + _column_width(matrix, n, head)
        if used and used + wide > left:
            yield start, n
            start, used = n, 0
        used += wide
    yield start, len(heads)


def _grid(paper: Paper, matrix: Matrix, heads: Sequence[str], start: int, end: int) -> None:
    label = _label_width(matrix, paper.room)
    columns = [(heads[n], _column_width(matrix, n, heads[n])) for n in range(start, end)]
    _line(paper, "", label, [(head, "strong", wide) for head, wide in columns])
    for row in matrix.rows:
        said = [(_cell(c), _STYLES[c.status], wide) for c, (_, wide) in zip(row.cells[start:end], columns, strict=True)]
        _line(paper, visible(row.name), label, said)
        if row.title and start == 0:
            paper.write(f'"{row.title}"', indent=_GAP)


def _line(paper: Paper, label: str, wide: int, told: Sequence[tuple[str, str, int]]) -> None:
    """A line of the table. A name that is too long for its column stands above its cells."""
    text = label
    if width(text) > wide:
        paper.raw((text, None))
        text = ""
    parts: list[tuple[str, str | None]] = [(text, None)]
    gap = wide - width(text)
    for said, painted, room in told:
        parts += [(" " * (gap + _GAP), None), (said, painted)]
        gap = room - width(said)
    paper.raw(*parts)


def _cell(cell: Cell) -> str:
    if cell.status == "not asked":
        return "-"
    return cell.status + (_REWORDED if cell.reworded else "" if cell.own else _POSED)


def _marks(paper: Paper, matrix: Matrix) -> None:
    """What the marks in the table mean."""
    found = [cell for row in matrix.rows for cell in row.cells]
    if any(not c.own and c.status != "not asked" for c in found):
        said = "this document does not declare the claim: it is asked as the first one has it that does"
        paper.write(said, lead=f"{_POSED} ", style="strong")
    if any(c.reworded for c in found):
        said = "this document's claim of that name is not worded like that of the first one that declares it"
        paper.write(said, lead=f"{_REWORDED} ", style="strong")
    if any(c.status == "not asked" for c in found):
        paper.write("not asked", lead="- ", style="strong")


def _not_well(paper: Paper, matrix: Matrix, names: dict[str, str]) -> None:
    """What was found of each claim that does not simply hold."""
    for column, row, cell in cells(matrix):
        result = cell.result
        if result is None or result.level is None:
            continue
        paper.blank()
        paper.write(f"{row.name} {_says(result)}", lead=f"{names[column.file]}: ", style=result.level, body="strong")
        for family in result.families[:1]:
            ground = f", as {family.ground}" if family.ground and family.headline == family.outcome else ""
            paper.write(f"{family.headline}{ground}", indent=_GAP, lead=f"{family.strength}: ")
        if len(result.families) > 1 or not result.complete:
            paper.write(_more(result), indent=_GAP)
        if not result.families and result.headline:
            paper.write(result.headline, indent=_GAP)


def _more(result: Result) -> str:
    """What there is besides the first family."""
    rest = result.families[1:]
    counted = [(sum(f.strength == strength for f in rest), strength) for strength in ("clear", "arguable")]
    parts = [f"{number} {strength} {'loophole' if number == 1 else 'loopholes'}" for number, strength in counted if number]
    said = f"and {' and '.join(parts)} of {'another kind' if len(rest) == 1 else 'other kinds'}" if parts else ""
    more = "there may be more" if not result.complete else ""
    return "; ".join(part for part in (said, more) if part)


def _says(result: Result) -> str:
    return words.subject(result).removeprefix(f"claim {result.name} ")


def _not_asked(paper: Paper, matrix: Matrix, names: dict[str, str]) -> None:
    empty = [(column, row, cell) for column, row, cell in cells(matrix) if cell.status == "not asked"]
    if empty:
        paper.blank()
    for column, row, cell in empty:
        said = f"{row.name} is not asked: {words.listed(cell.why)}"
        paper.write(said, lead=f"{names[column.file]}: ", style="faint")


def cells(matrix: Matrix) -> Iterator[tuple[Column, Row, Cell]]:
    """Every cell, column by column."""
    for n, column in enumerate(matrix.columns):
        for row in matrix.rows:
            yield column, row, row.cells[n]


def says(cell: Cell, row: Row) -> str:
    """What a cell says of its claim: `claim no_secrets, as b.tos has it, fails`."""
    whose = "" if cell.own else f", as {row.file} has it,"
    said = "is not asked" if cell.result is None else _says(cell.result)
    return f"claim {row.name}{whose} {said}"


def as_data(matrix: Matrix, results: Sequence[Result]) -> dict[str, Any]:
    """The table as data; `result` is a cell's place in the list of results."""
    places = {id(result): n for n, result in enumerate(results)}
    return {
        "documents": [{"file": c.file, "name": c.name} for c in matrix.columns],
        "claims": [
            {
                "name": row.name,
                "title": row.title,
                "file": row.file,
                "cells": [
                    {
                        "file": column.file,
                        "status": cell.status.replace(" ", "_"),
                        "own": cell.own,
                        "reworded": cell.reworded,
                        "why": list(cell.why),
                        "result": places.get(id(cell.result)),
                    }
                    for column, cell in zip(matrix.columns, row.cells, strict=True)
                ],
            }
            for row in matrix.rows
        ],
    }
