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
def _source(function: Callable[..., Any]) -> tuple[str, int]:
    """The function's text and its first line."""
    lines, first = inspect.getsourcelines(function)
    return textwrap.dedent("".join(lines)), first


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


@functools.cache
def text_of(function: Callable[..., Any]) -> str:
    """What a marked function's machine code depends on: its statements and the numbers it reads; not its layout, comments or description."""
    definition = _definition(function)
    if isinstance(definition.body[0], ast.Expr) and isinstance(definition.body[0].value, ast.Constant):
        definition.body = definition.body[1:]
    named = {name: function.__globals__.get(name) for name in function.__code__.co_names}
    numbers = [f"{name}={value!r}" for name, value in named.items() if isinstance(value, int | float | tuple | np.generic)]
    return "\n".join([f"{_role[function]} {function.__module__}.{function.__qualname__}", ast.unparse(definition), *numbers])


@functools.cache
def source_hash(function: Callable[..., Any], kinds: str = "") -> str:
    """A name for everything that is compiled into a function: text of the closure, the numbers it reads, compiler and processor."""
    import llvmlite.binding
    import numba

    digest = hashlib.sha256(kinds.encode() + Path(__file__).read_bytes() + Path(flattened.__file__).read_bytes())
    for one in closure(function):
        digest.update(text_of(one).encode())
    digest.update(f"{numba.__version__} {np.__version__} {sys.version} {llvmlite.binding.get_host_cpu_name()}".encode())
    return digest.hexdigest()[:16]


def cache_root() -> Path:
    """Where this program keeps what it can make again: TRIVOX_CACHE, else the user's cache folder."""
    root = os.environ.get("TRIVOX_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "trivox")
    return Path(root)


def cache_folder(function: Callable[..., Any], kinds: str = "") -> Path:
    """Where the machine code of a function is kept: a folder named by everything that is compiled into it."""
    return cache_root() / f"code-{source_hash(function, kinds)}"


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


_ENTRY = """
def entry(_table, _lanes, {scalars}):
    _call({arguments}, _lanes)
"""


def _pointer_makers() -> dict[str, Any]:
    """Compiler intrinsics that turn an address into a pointer to numbers of one kind."""
    from numba.core import types as kinds
    from numba.extending import intrinsic

    def maker(kind: Any) -> Any:
        def to_pointer(_context: Any, address: Any) -> Any:  # noqa: ARG001 - the compiler calls it by that name
            def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
                return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

            return kinds.CPointer(kind)(kinds.int64), generate  # type: ignore[attr-defined]

        return intrinsic(to_pointer)

    return {name: maker(getattr(kinds, name)) for name in ("float32", "float64", "int32", "uint32")}


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
    """A compiled page kept on disk between starts. `is_warm` tells beforehand whether the first call will have to compile.

    It is called with the groups of arrays by name, the number of lanes, and the page's plain numbers. `kinds` names the number types of all arrays."""

    def __init__(self, function: Callable[..., Any], kinds: str) -> None:
        self.function, self.kinds = function, kinds
        self._call: Callable[..., Any] | None = None

    @functools.cached_property
    def folder(self) -> Path:
        """Where this kernel's machine code is kept."""
        return cache_folder(self.function, self.kinds)

    def is_warm(self) -> bool:
        """Whether machine code is there already."""
        return any(self.folder.glob("**/*.nbc")) if self.folder.is_dir() else False

    def _build(self, arrays: list[Any], whole: bool) -> Callable[..., Any]:
        """The entry to the compiled page. Without `whole` it can only be read from disk: nothing that it calls is made ready to compile."""
        import numba

        needs = flat(self.function)[1]
        space: dict[str, Any] = {"_call": fast(self.function), **{f"_{n}": m for n, m in _pointer_makers().items()}} if whole else {}
        given = [f"_{a.dtype.name}(_table[{k}])" if isinstance(a, np.ndarray) else f"_table[{k}]" for k, a in enumerate(arrays)]
        text = _ENTRY.format(scalars=", ".join(needs.plain), arguments=", ".join([*needs.plain, *given]))
        code = compile(text, inspect.getsourcefile(self.function) or "?", "exec")
        entry = types.FunctionType(next(c for c in code.co_consts if isinstance(c, types.CodeType)), space, "entry")
        entry.__module__ = self.function.__module__
        compiled = numba.njit(nogil=True, error_model="numpy")(entry)
        if _writable(self.folder):
            before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(self.folder)
            try:
                compiled.enable_caching()
            finally:
                numba.config.CACHE_DIR = before
        return compiled  # type: ignore[no-any-return]

    def __call__(self, lanes: int, groups: dict[str, Any], **numbers: Any) -> None:
        """Run the page. Raises what the compiler raises; a torn cache file is thrown away and made again."""
        arrays = [_need(groups[root], dotted, what) for root, dotted, what in flat(self.function)[1].uses]
        table = np.array([a.ctypes.data if isinstance(a, np.ndarray) else a for a in arrays], np.int64)
        scalars = [numbers[name] for name in flat(self.function)[1].plain]
        if self._call is None:
            call = self._build(arrays, whole=not self.is_warm())
            try:
                call(table, lanes, *scalars)
            except Exception:  # a torn or useless cache file: whatever loading it raises, on the first call only
                if not self.is_warm():
                    raise
                shutil.rmtree(self.folder, ignore_errors=True)
                call = self._build(arrays, whole=True)
                call(table, lanes, *scalars)
            self._call = call
            return
        self._call(table, lanes, *scalars)


def _need(group: Any, dotted: str, what: str) -> Any:
    """An array of a group, or one of its sizes."""
    for name in dotted.split("."):
        group = getattr(group, name)
    assert group.flags.c_contiguous, dotted
    return group if what == "data" else int(group.size if what == "size" else group.shape[int(what[-1])])
