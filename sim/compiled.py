"""How laws and sweeps become machine code: late, strict, without aliasing, and from a cache that cannot lie.

A *law* is a pure function of scalars. A *sweep* is the only place that writes state. Both are ordinary Python until a run needs speed; importing them
compiles nothing and imports no compiler, so that a file can be checked in a blink.

- Number literals take single precision (`0.5` becomes `float32(0.5)`), compiled or not: the same bits in plain Python and in machine code. What must be
  double (sums, ledgers) says so: `np.float64(0.0)`.
- Strict arithmetic: no fast maths, division as in NumPy, so that loops over lanes become vector instructions.
- A sweep's arrays never overlap, and the compiler is told so (this alone made loops with a dozen arrays five times faster; `tests/engine` holds it).
- The cache folder is named after the text of everything compiled, the compiler and the processor: an edited law can never meet an old result. A torn
  file is thrown away and made again.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import inspect
import os
import shutil
import sys
import textwrap
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

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


def _typed_code(function: Callable[..., Any]) -> types.CodeType:
    """The function's code with single-precision literals, at its true file and line."""
    lines, first = inspect.getsourcelines(function)
    tree = ast.parse(textwrap.dedent("".join(lines)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list, definition.returns = [], None
    for argument in definition.args.args:
        argument.annotation = None
    definition = _SinglePrecision().visit(definition)
    ast.increment_lineno(tree, first - 1)
    module = compile(ast.fix_missing_locations(tree), inspect.getsourcefile(function) or "?", "exec")
    return next(c for c in module.co_consts if isinstance(c, types.CodeType))


def _callees(function: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """The laws, sweeps and pages that a function calls, by the name it uses."""
    names = function.__code__.co_names
    known = {name: function.__globals__.get(name) for name in names}
    return {name: f for name, f in known.items() if isinstance(f, types.FunctionType) and f in _role}


def _rebuilt(function: Callable[..., Any], replaced: dict[str, Any]) -> Callable[..., Any]:
    space = dict(function.__globals__)
    space.update(replaced, _float32=np.float32)
    twin = types.FunctionType(_typed_code(function), space, function.__name__, function.__defaults__)
    twin.__module__, twin.__qualname__, twin.__doc__ = function.__module__, function.__qualname__, function.__doc__
    return twin


@functools.cache
def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function for plain Python with NumPy scalars: the very arithmetic of the compiled one, slowly."""
    return _rebuilt(function, {name: plain(f) for name, f in _callees(function).items()})


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


@functools.cache
def source_hash(function: Callable[..., Any]) -> str:
    """A name for everything that is compiled into a function: text of the closure, the numbers it reads, compiler and processor."""
    import llvmlite.binding
    import numba

    digest = hashlib.sha256()
    for one in closure(function):
        digest.update(f"{_role[one]} {one.__module__}.{one.__qualname__}\n{inspect.getsource(one)}".encode())
        for name in one.__code__.co_names:
            value = one.__globals__.get(name)
            if isinstance(value, int | float | tuple | np.generic):
                digest.update(f"{name}={value!r}".encode())
    digest.update(f"{numba.__version__} {np.__version__} {sys.version} {llvmlite.binding.get_host_cpu_name()}".encode())
    return digest.hexdigest()[:16]


def cache_folder(function: Callable[..., Any]) -> Path:
    """Where the machine code of a function is kept: below TRIVOX_CACHE, else the user's cache folder, else a private temporary one."""
    root = os.environ.get("TRIVOX_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "trivox")
    return Path(root) / f"code-{source_hash(function)}"


@functools.cache
def fast(function: Callable[..., Any]) -> Callable[..., Any]:
    """The compiled function (no cache on disk). Everything it calls is compiled with it."""
    import numba
    from numba.core.compiler import Compiler

    class DistinctArrays(Compiler):  # type: ignore[misc]
        def __init__(self, typing: Any, target: Any, library: Any, args: Any, result: Any, flags: Any, names: Any) -> None:
            flags.noalias = True
            super().__init__(typing, target, library, args, result, flags, names)

    options: dict[str, Any] = {"error_model": "numpy", "nogil": True, "fastmath": False}
    if _role[function] in ("law", "part"):
        options["forceinline"] = True
    if _role[function] == "sweep":
        options["pipeline_class"] = DistinctArrays
    return numba.njit(**options)(_rebuilt(function, {name: fast(f) for name, f in _callees(function).items()}))  # type: ignore[no-any-return]


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError:
        return False
    return True


class Kernel:
    """A compiled function kept on disk between starts. `is_warm` tells beforehand whether the first call will have to compile."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self._call: Callable[..., Any] | None = None

    @property
    def folder(self) -> Path:
        return cache_folder(self.function)

    def is_warm(self) -> bool:
        return any(self.folder.glob("**/*.nbc")) if self.folder.is_dir() else False

    def _build(self) -> Callable[..., Any]:
        import numba

        compiled = fast(self.function)
        if _writable(self.folder):
            before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(self.folder)
            try:
                compiled.enable_caching()  # type: ignore[attr-defined]
            finally:
                numba.config.CACHE_DIR = before
        return compiled

    def __call__(self, *arguments: Any) -> Any:
        if self._call is None:
            self._call = self._build()
            try:
                return self._call(*arguments)
            except Exception as trouble:  # a torn cache file: any unpickling or loading error, on the first call only
                if not self.folder.is_dir() or isinstance(trouble, TypeError | ValueError):
                    raise
                shutil.rmtree(self.folder, ignore_errors=True)
                fast.cache_clear()
                self._call = self._build()
        return self._call(*arguments)
