"""Kernels: a page as machine code, kept on disk between starts as a plain object file, and loaded without the compiler.

The compiler takes a second to import and half a minute to work, so it is asked only when a name is new (`sim.compiled.source_hash`). What it made is
kept with all that a call needs: the names of the arrays in order, their number types, and the names of what the code itself calls (memory for scratch
arrays). A later start hashes the file, hands it to LLVM's linker and calls it through `ctypes`, which lets other threads run meanwhile. A file that is
torn, that was made for other number types, or that calls what cannot be found is not used: the page is compiled again.
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import inspect
import json
import os
import types
from collections.abc import Callable
from dataclasses import dataclass
from importlib import machinery, util
from pathlib import Path
from typing import Any

import numpy as np

from sim.compiled import cache_root, fast, flat, keep_file, source_hash

_ENTRY = """
def entry(_table, _lanes, {scalars}):
    _call({arguments}, _lanes)
"""
_C_KINDS = {"int64": ctypes.c_int64, "int32": ctypes.c_int32, "uint32": ctypes.c_uint32, "float32": ctypes.c_float, "float64": ctypes.c_double}

Call = Callable[[int, int, list[Any]], None]
"""Machine code ready to be called: address of the table of arrays, lanes, plain numbers."""


@dataclass(frozen=True)
class Made:
    """What the compiler made of a page: code, its entry, what a caller hands over in order, and what the code calls in turn."""

    entry: str
    plain: list[str]
    uses: list[list[str]]
    kinds: list[str]
    calls: list[str]
    code: bytes


def _read(path: Path) -> Made | None:
    """Machine code from a file, or None when there is none or when a single bit of it is not as it was written."""
    try:
        check, about, code = path.read_bytes().split(b"\n", 2)
        if check == hashlib.sha256(about + b"\n" + code).hexdigest().encode():
            return Made(**json.loads(about), code=code)
    except (OSError, ValueError, TypeError):
        pass
    return None


def _keep(path: Path, made: Made) -> None:
    about = json.dumps({name: value for name, value in vars(made).items() if name != "code"}).encode()
    rest = about + b"\n" + made.code
    keep_file(path, hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)


# --- loading ------------------------------------------------------------------------------------------------------------------------------------------


def _offer_memory() -> None:
    """Make known to the linker what compiled code calls for its scratch arrays: the compiler's own small library, without the compiler around it."""
    import llvmlite.binding as llvm

    home = util.find_spec("numba")
    places = [os.path.join(place, "core", "runtime") for place in (home.submodule_search_locations or [] if home else [])]
    found = machinery.PathFinder.find_spec("numba.core.runtime._nrt_python", places)
    if found is None or found.loader is None:
        return
    try:
        runtime = util.module_from_spec(found)
        found.loader.exec_module(runtime)
        helpers = dict(runtime.c_helpers)
    except (ImportError, AttributeError):  # another version of the compiler keeps house in another way: it will be asked itself
        return
    for name, address in helpers.items():
        llvm.add_symbol(name if name.startswith("_") else f"NRT_{name}", address)


def _offer_everything() -> None:
    """Make known to the linker whatever compiled code may call, by way of the compiler itself (on systems where more than names may be missing, at once)."""
    from numba.core.registry import cpu_target

    assert cpu_target.target_context


def _is_offered(names: list[str]) -> bool:
    """Whether the linker finds all that some code calls. It must be asked before: it ends the process over a name that it does not find."""
    import llvmlite.binding as llvm

    for offer in (_offer_memory, _offer_everything):
        if os.name == "posix" and all(llvm.address_of_symbol(name) for name in names):
            return True
        offer()
    return all(llvm.address_of_symbol(name) for name in names)


def _load(made: Made) -> Call | None:
    """Machine code as something to call, or None when it calls what this process does not have."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
    linker = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    if not _is_offered(made.calls):
        return None
    linker.add_object_file(llvm.ObjectFileRef.from_data(made.code))
    linker.finalize_object()
    address = linker.get_function_address(made.entry)
    return _callable(address, made, linker) if address else None


def _callable(address: int, made: Made, owner: Any) -> Call:
    """A C function of the compiler's calling convention: where to put the answer and the trouble, then the arguments; it says 0 when all went well."""
    scalars: list[Any] = [_C_KINDS[kind] for kind in made.kinds[: len(made.plain)]]
    native = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, *scalars)(address)

    def call(table: int, lanes: int, numbers: list[Any]) -> None:
        answer, trouble = ctypes.c_void_p(), ctypes.c_void_p()
        if native(ctypes.addressof(answer), ctypes.addressof(trouble), table, lanes, *numbers):
            raise MemoryError("no memory for the scratch arrays of a sweep")  # laws and sweeps raise nothing, so nothing else can go wrong

    call.owner = owner  # type: ignore[attr-defined]  # the code lives as long as somebody can call it
    return call


# --- compiling ----------------------------------------------------------------------------------------------------------------------------------------


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


def _compile(function: Callable[..., Any], kinds: list[str]) -> tuple[Made, Call]:
    """The page compiled for these number types: what can be kept, and what can be called at once."""
    import llvmlite.binding as llvm
    import numba

    needs = flat(function)[1]
    scalars, arrays = kinds[: len(needs.plain)], kinds[len(needs.plain) :]
    given = [f"_{kind}(_table[{k}])" if use[2] == "data" else f"_table[{k}]" for k, (use, kind) in enumerate(zip(needs.uses, arrays, strict=True))]
    text = _ENTRY.format(scalars=", ".join(needs.plain), arguments=", ".join([*needs.plain, *given]))
    code = compile(text, inspect.getsourcefile(function) or "?", "exec")
    space = {"_call": fast(function), **{f"_{name}": maker for name, maker in _pointer_makers().items()}}
    entry = types.FunctionType(next(c for c in code.co_consts if isinstance(c, types.CodeType)), space, "entry")
    entry.__module__ = function.__module__
    signature = (numba.types.CPointer(numba.int64), numba.int64, *(getattr(numba, kind) for kind in scalars))
    compiled = numba.njit(signature, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(entry)
    (result,) = compiled.overloads.values()
    address = result.library.get_pointer_to_function(result.fndesc.llvm_func_name)
    _, _, (machine_code, whole) = result.library.serialize_using_object_code()
    module = llvm.parse_bitcode(whole)
    named = [one.name for one in (*module.functions, *module.global_variables) if one.is_declaration]
    made = Made(result.fndesc.llvm_func_name, needs.plain, [list(use) for use in needs.uses], kinds,
                sorted(name for name in named if not name.startswith("llvm.")), bytes(machine_code))
    return made, _callable(address, made, compiled)


class Kernel:
    """A page to be called at full speed. `is_warm` tells beforehand whether the first call will have to compile.

    It is called with the groups of arrays by name, the number of lanes, and the page's plain numbers. `kinds` names the number types of all arrays."""

    def __init__(self, function: Callable[..., Any], kinds: str) -> None:
        self.function, self.kinds = function, kinds
        self._ready: tuple[Made, Call] | None = None

    @functools.cached_property
    def place(self) -> Path:
        """Where this kernel's machine code is kept."""
        own = hashlib.sha256(f"{source_hash(self.function, self.kinds)} {Path(__file__).read_text(encoding='utf-8')}".encode())
        return cache_root() / f"code-{own.hexdigest()[:16]}"

    def is_warm(self) -> bool:
        """Whether machine code is there already."""
        return self._ready is not None or self.place.is_file()

    def __call__(self, lanes: int, groups: dict[str, Any], **numbers: Any) -> None:
        """Run the page. Raises what the compiler raises."""
        made, call = self._ready or self._kept() or self._new(groups, numbers)
        arrays, kinds = _handed_over(made, groups, numbers)
        if kinds != made.kinds:
            made, call = self._new(groups, numbers)
        self._ready = made, call
        table = np.array([a.ctypes.data if isinstance(a, np.ndarray) else a for a in arrays], np.int64)
        call(table.ctypes.data, lanes, [numbers[name] if isinstance(numbers[name], int) else numbers[name].item() for name in made.plain])

    def _kept(self) -> tuple[Made, Call] | None:
        """Machine code from an earlier start."""
        made = _read(self.place)
        call = made and _load(made)
        return (made, call) if made and call else None

    def _new(self, groups: dict[str, Any], numbers: dict[str, Any]) -> tuple[Made, Call]:
        """Machine code made now, and kept for later starts."""
        needs = flat(self.function)[1]
        wanted = Made("", needs.plain, [list(use) for use in needs.uses], [], [], b"")
        made, call = _compile(self.function, _handed_over(wanted, groups, numbers)[1])
        _keep(self.place, made)
        return made, call


def _handed_over(made: Made, groups: dict[str, Any], numbers: dict[str, Any]) -> tuple[list[Any], list[str]]:
    """The arrays and sizes that a page asks for, and the number types of all that it is given."""
    arrays = [_need(groups[root], dotted, what) for root, dotted, what in made.uses]
    kinds = ["int64" if isinstance(one, int) else one.dtype.name for one in (*(numbers[name] for name in made.plain), *arrays)]
    return arrays, kinds


def _need(group: Any, dotted: str, what: str) -> Any:
    """An array of a group, or one of its sizes."""
    for name in dotted.split("."):
        group = getattr(group, name)
    assert group.flags.c_contiguous, dotted
    return group if what == "data" else int(group.size if what == "size" else group.shape[int(what[-1])])
