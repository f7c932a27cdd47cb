"""How laws and sweeps become machine code: late, strict, without aliasing, and under a name that cannot lie.

A *law* is a pure function of scalars. A *sweep* is the only place that writes state. Both are ordinary Python until a run needs speed; importing them
compiles nothing and imports no compiler, so that a file can be checked in a blink.

- Number literals take single precision (`0.5` becomes `float32(0.5)`), compiled or not: the same bits in plain Python and in machine code. What must be
  double (sums, ledgers) says so: `np.float64(0.0)`.
- Strict arithmetic: no fast maths, division as in NumPy, so that loops over lanes become vector instructions.
- A sweep's arrays never overlap, and the compiler is told so (this alone made loops with a dozen arrays five times faster; `tests/engine` holds it).
- Machine code is kept (`sim.kernel`) under a name made of the text of everything compiled, the compiler and the processor: an edited law can never meet
  an old result.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib
import inspect
import linecache
import os
import sys
import tempfile
import textwrap
import types
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from sim import flattened
from sim.flattened import Flat, flatten

Function = TypeVar("Function", bound=Callable[..., Any])

_role: dict[Callable[..., Any], str] = {}


def law(function: Function) -> Function:
    """Mark a pure function of scalars as a law: single precision, inlined where it is used."""
    _role[function] = "law"
    return function


def sweep(function: Function) -> Function:
    """Mark a function that walks over agents and lanes and writes their arrays. Its arrays must not overlap."""
    _role[function] = "sweep"
    return function


def part(function: Function) -> Function:
    """Mark a piece of a sweep's body that got a name of its own: inlined where it is used."""
    _role[function] = "part"
    return function


def page(function: Function) -> Function:
    """Mark a function that only calls sweeps in order."""
    _role[function] = "page"
    return function


class _SinglePrecision(ast.NodeTransformer):
    """Give every float literal single precision."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, float):
            call = ast.Call(ast.Name("_float32", ast.Load()), [node], [])
            return ast.copy_location(ast.fix_missing_locations(ast.copy_location(call, node)), node)
        return node


@functools.cache
def _file_of(function: Callable[..., Any]) -> list[str]:
    """The lines of the file in which a function stands, read once for each function: what is hashed is what is compiled."""
    linecache.checkcache(function.__code__.co_filename)
    lines = linecache.getlines(function.__code__.co_filename, function.__globals__)
    if not lines:
        raise OSError(f"{function.__qualname__}: the file with its statements cannot be read ({function.__code__.co_filename})")
    return lines


@functools.cache
def _source(function: Callable[..., Any]) -> tuple[str, int]:
    """The function's text and its first line."""
    first = function.__code__.co_firstlineno
    return textwrap.dedent("".join(inspect.getblock(_file_of(function)[first - 1 :]))), first


def _definition(function: Callable[..., Any]) -> ast.FunctionDef:
    """The function's bare definition, at its true lines."""
    text, first = _source(function)
    tree = ast.parse(text)
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list, definition.returns = [], None
    for argument in definition.args.args:
        argument.annotation = None
    ast.increment_lineno(tree, first - 1)
    return definition


def _callees(function: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """The laws, sweeps and pages that a function calls, by the name it uses."""
    known = {name: function.__globals__.get(name) for name in function.__code__.co_names}
    return {name: f for name, f in known.items() if isinstance(f, types.FunctionType) and f in _role}


def _rebuilt(function: Callable[..., Any], definition: ast.FunctionDef, replaced: dict[str, Any]) -> Callable[..., Any]:
    """The function made anew from a definition, in its module's names, with some of them replaced."""
    tree = ast.fix_missing_locations(ast.Module([_SinglePrecision().visit(definition)], []))
    module = compile(tree, inspect.getsourcefile(function) or "?", "exec")
    code = next(c for c in module.co_consts if isinstance(c, types.CodeType))
    space = dict(function.__globals__)
    space.update(replaced, _float32=np.float32)
    twin = types.FunctionType(code, space, function.__name__)
    twin.__module__, twin.__qualname__, twin.__doc__ = function.__module__, function.__qualname__, function.__doc__
    return twin


@functools.cache
def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same law for plain Python with NumPy scalars: the very arithmetic of the compiled one, slowly."""
    return _rebuilt(function, _definition(function), {name: plain(f) for name, f in _callees(function).items()})


@functools.cache
def flat(function: Callable[..., Any]) -> tuple[ast.FunctionDef, Flat]:
    """A sweep, part or page rewritten to bare pointers (see `sim.flattened`)."""
    return flatten(_definition(function), {name: flat(f)[1] for name, f in _callees(function).items() if _role[f] != "law"})


def closure(function: Callable[..., Any]) -> list[Callable[..., Any]]:
    """Every marked function that a function reaches, itself included, each after those it calls."""
    found: dict[Callable[..., Any], None] = {}

    def visit(one: Callable[..., Any]) -> None:
        for other in _callees(one).values():
            if other not in found:
                visit(other)
        found[one] = None

    visit(function)
    return list(found)


def _numbers(function: Callable[..., Any]) -> list[str]:
    """The numbers that a function reads from its module, with their values."""
    named = {name: function.__globals__.get(name) for name in function.__code__.co_names}
    return [f"{name}={value!r}" for name, value in named.items() if isinstance(value, int | float | tuple | np.generic)]


@functools.cache
def text_of(function: Callable[..., Any]) -> str:
    """What a marked function's machine code depends on: its statements and the numbers it reads; not its layout, comments or description."""
    definition = _definition(function)
    if isinstance(definition.body[0], ast.Expr) and isinstance(definition.body[0].value, ast.Constant):
        definition.body = definition.body[1:]
    return "\n".join([f"{_role[function]} {function.__module__}.{function.__qualname__}", ast.unparse(definition), *_numbers(function)])


@functools.cache
def text_hash(*functions: Callable[..., Any]) -> str:
    """A name for the text of some functions. To read the statements out of the files takes half a second, so the answer is kept, under the whole of these
    files and the live numbers: whatever could change the text, and all that only changes the layout, asks for a new reading."""
    asked = hashlib.sha256(f"{sys.version} {_own_text()}".encode())
    for one in functions:
        asked.update(f"{_role[one]} {one.__module__}.{one.__qualname__} {one.__code__.co_firstlineno} {_numbers(one)}".encode())
        asked.update("".join(_file_of(one)).encode())
    place = cache_root() / f"text-{asked.hexdigest()[:32]}"
    try:
        known, check = place.read_text(encoding="ascii").split()
        if check == _check(asked.hexdigest(), known):
            return known
    except (OSError, ValueError):
        pass
    found = hashlib.sha256("\n".join(map(text_of, functions)).encode()).hexdigest()
    keep_file(place, f"{found} {_check(asked.hexdigest(), found)}".encode())
    return found


def _check(asked: str, known: str) -> str:
    return hashlib.sha256(f"{asked} {known}".encode()).hexdigest()


@functools.cache
def _own_text() -> str:
    """What decides how a text is rewritten and compiled: this file and its neighbour."""
    return Path(__file__).read_text(encoding="utf-8") + Path(flattened.__file__).read_text(encoding="utf-8")


def _version(name: str) -> str:
    """The version of a library, which need not be loaded for it."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return str(importlib.import_module(name).__version__)


@functools.cache
def source_hash(function: Callable[..., Any], kinds: str = "") -> str:
    """A name for everything that is compiled into a function: text of the closure, the numbers it reads, compiler and processor."""
    import llvmlite.binding as llvm

    versions = [f"{name} {_version(name)}" for name in ("numba", "llvmlite", "numpy")]
    wishes = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("NUMBA_")]
    processor = [llvm.get_process_triple(), llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()]
    parts = [kinds, _own_text(), text_hash(*closure(function)), sys.version, *versions, *wishes, *processor]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def cache_root() -> Path:
    """Where this program keeps what it can make again: TRIVOX_CACHE, else the user's cache folder."""
    root = os.environ.get("TRIVOX_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "trivox")
    return Path(root)


MASK = os.umask(0o022)
"""Who may read new files, as the user has set it (a temporary file is only for its owner). It can only be asked by setting it."""
os.umask(MASK)


def keep_file(path: Path, content: bytes) -> None:
    """Put a file in place, whole or not at all. Where nothing can be written, nothing is kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(temporary, 0o666 & ~MASK)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError:
        return


@functools.cache
def fast(function: Callable[..., Any]) -> Callable[..., Any]:
    """The compiled function (no cache on disk). Everything it calls is compiled with it. Sweeps and pages take pointers."""
    import numba
    from numba.core.compiler import Compiler

    class DistinctArrays(Compiler):  # type: ignore[misc]
        def __init__(self, typing: Any, target: Any, library: Any, args: Any, result: Any, flags: Any, names: Any) -> None:
            flags.noalias = True
            super().__init__(typing, target, library, args, result, flags, names)

    role = _role[function]
    options: dict[str, Any] = {"error_model": "numpy", "nogil": True, "fastmath": False, "no_cpython_wrapper": role != "law", "no_cfunc_wrapper": True}
    if role in ("law", "part"):
        options["forceinline"] = True
    if role == "sweep":
        options["pipeline_class"] = DistinctArrays
    definition = _definition(function) if role == "law" else flat(function)[0]
    made = _rebuilt(function, definition, {name: fast(f) for name, f in _callees(function).items()})
    return numba.njit(**options)(made)  # type: ignore[no-any-return]
