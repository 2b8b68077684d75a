"""Changes that no test could notice, as no user could: the texts of assertions, what the solver's symbols are called,
the `strict` of a `zip` whose sides were checked before, and a last case for what cannot be.

Contract: two functions with equal `gist` do the same, as far as anybody is told.
"""

import ast


def gist(function: str) -> str:
    """What a function does, without any of that."""
    return ast.dump(_Without().visit(ast.parse(function)))


_HINTS = {"named": 1, "_define": 0}
"""Functions that name a symbol of the solver, with the place of the argument that is only a hint for a reader of the text."""


class _Without(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node.func:
            case ast.Name(id="zip"):
                node.keywords = [k for k in node.keywords if k.arg != "strict"]
            case ast.Attribute(attr=name) if name in _HINTS and len(node.args) > _HINTS[name]:
                node.args[_HINTS[name]] = ast.Constant("")
            case ast.Attribute(attr="named"):
                node.args.append(ast.Constant(""))
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        self.generic_visit(node)
        node.msg = None
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        self.generic_visit(node)
        match node.exc:
            case ast.Call(func=ast.Name(id="AssertionError") as name):
                node.exc = name
        return node

    def visit_Match(self, node: ast.Match) -> ast.AST:
        self.generic_visit(node)
        node.cases = [c for c in node.cases if not _cannot_be(c)]
        return node


def _cannot_be(case: ast.match_case) -> bool:
    """Whether a case is the last one, and either cannot be met or does nothing."""
    last = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None
    match case.body:
        case [ast.Pass()] | [ast.Expr(ast.Call(func=ast.Name(id="assert_never")))]:
            return last
    return False
