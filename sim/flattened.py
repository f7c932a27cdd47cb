"""How a function on groups of arrays becomes one on bare pointers, so that a compiler is done with it in seconds instead of minutes.

A sweep is written as `people.engagement[i, lane]`. Handing groups of dozens of arrays from function to function made compilation take three minutes; so each
sweep, its parts and the page that calls it are rewritten to take just the arrays they use, as pointers: `people__engagement[i * _lanes + lane]`.
The rewriting is mechanical: the last index is the lane, rows of the chart's tables are four wide, and nothing else changes.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

CHART_WIDTH = 4
"""Width of the chart's two-dimensional tables: a journey has at most four steps."""

_ARRAY_WORDS = {"size", "shape"}

Use = tuple[str, str, str]
"""What a function needs of a group: (parameter, dotted field, "data" | "size" | "shape0" | "shape1")."""


def flat_name(use: Use) -> str:
    """The name of a pointer or size in the rewritten function."""
    group, dotted, what = use
    return f"{group}__{dotted.replace('.', '__')}" + ("" if what == "data" else f"__{what}")


@dataclass
class Flat:
    """A rewritten function: its definition, its plain parameters in order, and what it needs of its groups."""

    definition: ast.FunctionDef
    plain: list[str]
    groups: list[str]
    uses: dict[Use, None] = field(default_factory=dict)

    def parameters(self) -> list[str]:
        """The parameters of the rewritten function, in order."""
        return [*self.plain, *map(flat_name, self.uses), "_lanes"]


def _chain(node: ast.AST) -> tuple[str, list[str]] | None:
    """The name and fields of `name.a.b`, or None when the expression is something else."""
    fields: list[str] = []
    while isinstance(node, ast.Attribute):
        fields.insert(0, node.attr)
        node = node.value
    return (node.id, fields) if isinstance(node, ast.Name) else None


def _groups_of(definition: ast.FunctionDef, known: dict[str, Flat]) -> list[str]:
    """The parameters that are groups of arrays: those whose fields are used, here or in a function they are handed to."""
    names = [argument.arg for argument in definition.args.args]
    found = set()
    for node in ast.walk(definition):
        if isinstance(node, ast.Attribute):
            chain = _chain(node)
            if chain and chain[0] in names and not set(chain[1]) <= _ARRAY_WORDS:
                found.add(chain[0])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            callee = known[node.func.id]
            order = [a.arg for a in callee.definition.args.args]
            found |= {a.id for a, name in zip(node.args, order, strict=False) if isinstance(a, ast.Name) and name in callee.groups and a.id in names}
    return [name for name in names if name in found]


class _Rewriter(ast.NodeTransformer):
    """Replaces fields of groups by pointers, and hands to each callee what it needs."""

    def __init__(self, flat: Flat, known: dict[str, Flat]) -> None:
        self.flat, self.known = flat, known

    def _use(self, group: str, fields: list[str], what: str) -> ast.Name:
        use = (group, ".".join(fields), what)
        self.flat.uses[use] = None
        return ast.Name(flat_name(use), ast.Load())

    def _of_group(self, node: ast.AST) -> tuple[str, list[str]] | None:
        chain = _chain(node)
        return chain if chain and chain[0] in self.flat.groups and chain[1] else None

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """`group.array.size` becomes a number, `group.array` a pointer."""
        chain = self._of_group(node)
        if chain is None:
            return self.generic_visit(node)
        group, fields = chain
        return self._use(group, fields[:-1], "size") if fields[-1] == "size" else self._use(group, fields, "data")

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """`group.array[i, lane]` becomes `pointer[i * _lanes + lane]`."""
        chain = self._of_group(node.value)
        if chain is None:
            return self.generic_visit(node)
        group, fields = chain
        if fields[-1] == "shape":
            assert isinstance(node.slice, ast.Constant)
            return self._use(group, fields[:-1], f"shape{node.slice.value!r}")
        pointer = self._use(group, fields, "data")
        places = [self.visit(place) for place in (node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice])]
        width: ast.expr = ast.Constant(CHART_WIDTH) if group == "chart" else ast.Name("_lanes", ast.Load())
        place = places[0]
        for depth, following in enumerate(places[1:], start=1):
            times = width if depth == len(places) - 1 else self._use(group, fields, "shape1")
            place = ast.BinOp(ast.BinOp(place, ast.Mult(), times), ast.Add(), following)
        return ast.Subscript(pointer, place, node.ctx)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """A call of a rewritten function hands over what that function needs."""
        if not (isinstance(node.func, ast.Name) and node.func.id in self.known):
            return self.generic_visit(node)
        callee = self.known[node.func.id]
        given = dict(zip([a.arg for a in callee.definition.args.args], node.args, strict=True))
        arguments: list[ast.expr] = [self.visit(given[name]) for name in callee.plain]
        for group, dotted, what in callee.uses:
            chain = _chain(given[group])
            assert chain is not None, f"{node.func.id}: {group} must be a group"
            arguments.append(self._use(chain[0], [*chain[1], *dotted.split(".")], what))
        return ast.Call(node.func, [*arguments, ast.Name("_lanes", ast.Load())], [])


def flatten(definition: ast.FunctionDef, known: dict[str, Flat]) -> tuple[ast.FunctionDef, Flat]:
    """The rewritten function, and what it needs. `known` holds the functions it calls, rewritten before."""
    groups = _groups_of(definition, known)
    plain = [a.arg for a in definition.args.args if a.arg not in groups]
    flat = Flat(definition, plain, groups)
    body = [_Rewriter(flat, known).visit(statement) for statement in ast.parse(ast.unparse(definition)).body[0].body]  # type: ignore[attr-defined]
    arguments = ast.arguments([], [ast.arg(name) for name in flat.parameters()], None, [], [], None, [])
    renewed = ast.FunctionDef(definition.name, arguments, body, [], None, type_params=[])  # type: ignore[call-arg]
    return ast.fix_missing_locations(ast.copy_location(renewed, definition)), flat
