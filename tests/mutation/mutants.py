"""Mutants: the same function with one small thing wrong. Laws and sweeps are made anew from their statements, so no file is touched."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sim import compiled

OPERATORS: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitXor: ast.BitOr,
    ast.BitOr: ast.BitXor, ast.BitAnd: ast.BitOr, ast.LShift: ast.RShift, ast.RShift: ast.LShift}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,)}
TWINS = {"min": "max", "max": "min", "exp": "log", "log": "exp"}
LETS_THROUGH = ("clip", "bounded", "min", "max")
"""Calls whose first argument may stand alone: what is lost is the bound."""


@dataclass(frozen=True)
class Mutant:
    """One function with one thing wrong: which, where, and what."""

    function: Callable[..., Any]
    number: int
    line: int
    what: str
    definition: ast.FunctionDef

    @property
    def name(self) -> str:
        """A name that stays as long as the function's statements do."""
        return f"{self.function.__module__.removeprefix('sim.')}.{self.function.__name__}: {self.what}"


def _changed(node: ast.AST) -> Iterator[ast.AST | None]:
    """What may stand in the place of a node; None: nothing at all."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        twin = copy.deepcopy(node)
        twin.op = OPERATORS[type(node.op)]()
        yield twin
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in COMPARISONS.get(type(node.ops[0]), ()):
            twin = copy.deepcopy(node)
            twin.ops = [other()]
            yield twin
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        changed = node.value + 1 if isinstance(node.value, int) else 1.0 if node.value == 0.0 else node.value * 1.1
        yield ast.Constant(changed)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield copy.deepcopy(node.operand)
    if isinstance(node, ast.IfExp):
        yield copy.deepcopy(node.body)
        yield copy.deepcopy(node.orelse)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in TWINS:
            twin = copy.deepcopy(node)
            twin.func = ast.Name(TWINS[node.func.id], ast.Load())
            yield twin
        if node.func.id in LETS_THROUGH and len(node.args) > 1:
            yield copy.deepcopy(node.args[0])
    if isinstance(node, ast.Assign | ast.AugAssign) and isinstance(node.targets[0] if isinstance(node, ast.Assign) else node.target, ast.Subscript):
        yield None
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield None


class _At(ast.NodeTransformer):
    """Puts something else in the place of the n-th node."""

    def __init__(self, place: int, other: ast.AST | None) -> None:
        self.place, self.other, self.seen = place, other, -1

    def visit(self, node: ast.AST) -> Any:
        self.seen += 1
        if self.seen == self.place:
            return ast.copy_location(self.other or ast.Pass(), node)
        return self.generic_visit(node)


def _inner_nodes(definition: ast.FunctionDef) -> list[ast.AST]:
    """The nodes of a definition in the order in which a transformer meets them."""
    found: list[ast.AST] = []

    def walk(node: ast.AST) -> None:
        found.append(node)
        for child in ast.iter_child_nodes(node):
            walk(child)

    walk(definition)
    return found


def bare(function: Callable[..., Any]) -> ast.FunctionDef:
    """A marked function's statements without its description."""
    definition = compiled._definition(function)
    if isinstance(definition.body[0], ast.Expr) and isinstance(definition.body[0].value, ast.Constant):
        definition.body = definition.body[1:] or [ast.Pass()]
    return definition


def unchanged(function: Callable[..., Any]) -> Mutant:
    """The function as it is, as if it were a mutant: no test may notice it."""
    return Mutant(function, -1, 0, "nothing changed", bare(function))


def mutants(function: Callable[..., Any]) -> list[Mutant]:
    """Every mutant of a marked function; two that read alike count once."""
    definition, found = bare(function), {}
    for place, node in enumerate(_inner_nodes(definition)):
        for other in _changed(node):
            changed = ast.fix_missing_locations(_At(place, other).visit(copy.deepcopy(definition)))
            text = ast.unparse(changed)
            was, now = ast.unparse(node), "nothing" if other is None else ast.unparse(other)
            if text not in found:
                found[text] = Mutant(function, len(found), getattr(node, "lineno", 0), f"{was}  ->  {now} (#{place})", changed)
    found.pop(ast.unparse(definition), None)
    return list(found.values())
