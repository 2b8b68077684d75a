"""A syntax tree as text, compact enough to be read and compared by eye."""

import dataclasses
from datetime import date

from tos_spec import syntax as s

WIDTH = 110


def shown(document):
    parts = [document.header] if document.header else []
    return "".join(f"{_node(part)}\n" for part in [*parts, *document.declarations])


def _node(node, indent=""):
    line = _inline(node)
    if len(indent) + len(line) <= WIDTH or not dataclasses.is_dataclass(node):
        return line
    deeper = indent + "  "
    lines = [type(node).__name__]
    for name, value in _fields(node):
        if isinstance(value, tuple) and len(_inline(value)) > WIDTH - len(deeper) - len(name):
            lines.append(f"{deeper}{name}:")
            lines += [f"{deeper}  {_node(item, deeper + '  ')}" for item in value]
        else:
            lines.append(f"{deeper}{name}: {_node(value, deeper)}")
    return "\n".join(lines)


def _fields(node):
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        if field.name != "span" and value not in (None, (), False):
            yield field.name, value


def _inline(node):
    match node:
        case s.Name() | s.ClauseNumber():
            return node.text
        case s.Text():
            return f"“{node.value}”"
        case s.Number():
            return f"{node.value}{' ' if node.unit else ''}{node.unit}"
        case s.Date():
            return date.fromordinal(node.ordinal).isoformat()
        case s.NameTest():
            return f"{node.name.text}?"
        case s.Junction() | s.Listing():
            return f"{node.word}({', '.join(map(_inline, node.items))})"
        case tuple():
            return f"[{', '.join(map(_inline, node))}]"
        case _ if dataclasses.is_dataclass(node):
            return f"{type(node).__name__}({', '.join(f'{name}={_inline(value)}' for name, value in _fields(node))})"
        case _:
            return str(node)
