"""What compiled formulas run on: their operations, and what these give of the unknown.

A blank operand makes a result blank; and/or/not know true, false and blank, as a person
would: false and blank is false. Where only a row is known, UNKNOWN stands for all else, and
whatever depends on it is unknown too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from perfdesk.rules.formula.cells import IndexPart
from perfdesk.rules.formula.functions import Function
from perfdesk.rules.formula.lookups import ByRow, Lookup
from perfdesk.rules.numbers.arithmetic import divide


class UndecidedError(Exception):
    """A formula chose by what is unknown."""


class Unknown:
    """Whatever stands around a row, and all that depends on it."""

    def __bool__(self) -> bool:
        raise UndecidedError

    def _with(self, other: object) -> Unknown:
        return self

    __getattr__ = __add__ = __sub__ = __mul__ = __radd__ = __rsub__ = __rmul__ = __getitem__ = _with
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _with  # type: ignore[assignment]
    __hash__ = object.__hash__


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that a formula calls, and what stands in for it while not all is known."""

    run: Callable[..., Any]
    foresee: Callable[..., Any]


def operation(function: Function) -> Operation:
    """Make the operation that calls a function."""
    call = function.call
    run = call if function.takes_blank else _unless_blank(call)
    return Operation(run, _foreseen(call, function))


def asking(index: IndexPart) -> Operation:
    """Make the operation that gives an index."""
    return Operation(index.of, lambda *_: UNKNOWN)


def looking_up(lookup: Lookup, function: Function) -> Operation:
    """Make the operation that looks up an argument in an index, which comes before them all."""
    run = lookup.answer if function.takes_blank else _unless_blank(lookup.answer)
    return Operation(run, _foreseen(lookup.answer, function))


def concluding(by_row: ByRow) -> Operation:
    """Make the operation that concludes from what was asked of each row."""
    return Operation(by_row.conclude, _foreseen(by_row.conclude))


def running(names: Mapping[str, Any]) -> dict[str, Any]:
    """Make the names that a formula runs with."""
    own = {name: each.run if isinstance(each, Operation) else each for name, each in names.items()}
    return {**{name: each.run for name, each in _OPERATIONS.items()}, **own, "__builtins__": {}}


def foreseeing(names: Mapping[str, Any]) -> dict[str, Any]:
    """Make the names that a formula runs with while only its row is known."""
    own = {
        name: each.foresee if isinstance(each, Operation) else each for name, each in names.items()
    }
    operations = {name: each.foresee for name, each in _OPERATIONS.items()}
    return {**operations, **own, "__builtins__": {}}


def _unless_blank(call: Callable[..., Any]) -> Callable[..., Any]:
    # `None in arguments` would ask each of them whether it equals None.
    def guarded(*arguments: Any) -> Any:
        for each in arguments:
            if each is None:
                return None
        return call(*arguments)

    return guarded


def _foreseen(call: Callable[..., Any], function: Function | None = None) -> Callable[..., Any]:
    takes_blank = function is None or function.takes_blank

    def guarded(*arguments: Any) -> Any:
        kinds = {type(each) for each in arguments}
        if not takes_blank and type(None) in kinds:
            return None
        if Unknown not in kinds:
            return call(*arguments)
        if function is not None and function.needs is not None and not function.needs(*arguments):
            return function.lacking
        return UNKNOWN

    return guarded


def _all_true(*values: bool | None) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _any_true(*values: bool | None) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


def _foreseen_unless(decided: bool, call: Callable[..., Any]) -> Operation:
    def guarded(*values: Any) -> Any:
        if any(each is decided for each in values):
            return decided
        return UNKNOWN if any(each is UNKNOWN for each in values) else call(*values)

    return Operation(call, guarded)


_OPERATIONS = {
    "_div": operation(Function(divide, 2, 2)),
    "_neg": operation(Function(lambda value: -value, 1, 1)),
    "_not": operation(Function(lambda value: not value, 1, 1)),
    "_and": _foreseen_unless(False, _all_true),
    "_or": _foreseen_unless(True, _any_true),
}
