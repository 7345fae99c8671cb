"""How functions, classes and folders are shaped: sizes, names, caches, what only hands on."""

from __future__ import annotations

import ast
import builtins
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from bench.house.source import Function, House, Module

# What one more way through a function costs; as radon counts, which names the grades.
_BRANCHES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.comprehension,
)

# So many methods that only hand on make a layer, where they are half of a class.
_LAYER = 3


def complexity(function: Function) -> int:
    """Count the ways through a function after McCabe; a function inside it counts by itself."""
    ways = 1
    for node in _own(function):
        ways += isinstance(node, _BRANCHES)
        match node:
            case ast.BoolOp():
                ways += len(node.values) - 1
            case ast.comprehension():
                ways += len(node.ifs)
            case ast.For() | ast.AsyncFor() | ast.While() | ast.Try():
                ways += bool(node.orelse)
            case ast.Match():
                ways += sum(not _takes_all(case) for case in node.cases)
    return ways


def parameters(function: Function) -> list[str]:
    """Name what a caller may hand over; `self` and `cls` are not handed."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    rest = [each for each in (given.vararg, given.kwarg) if each is not None]
    return [each.arg for each in (*named, *rest) if each.arg not in ("self", "cls")]


def folders(house: House) -> Mapping[str, int]:
    """Count the modules that lie in each folder, without its `__init__.py`."""
    return Counter(each.name.rpartition(".")[0] for each in house.values() if not each.is_package)


def borne_twice(house: House) -> Mapping[str, list[str]]:
    """Give the modules of every class name that a package bears more than once.

    `_Line` and `Line` are one name to a reader. A name is given as `package.Name`.
    """
    bearers: defaultdict[str, list[str]] = defaultdict(list)
    for module in house.values():
        for each in module.classes:
            bearers[f"{module.room}.{each.name.lstrip('_')}"].append(module.name)
    return {name: modules for name, modules in bearers.items() if len(modules) > 1}


def caches(module: Module) -> Iterator[str]:
    """Name the functions of a module that keep what they gave, for as long as the program runs."""
    for name, function in module.functions:
        if any(_called(each) in ("lru_cache", "cache") for each in function.decorator_list):
            yield name


def handed_on(module: Module) -> Iterator[str]:
    """Name the methods whose one line only calls another with what they were given."""
    for whose in module.classes:
        for each in whose.body:
            if isinstance(each, Function) and not each.decorator_list and _hands_on(each):
                yield f"{whose.name}.{each.name}"


def layers(module: Module) -> Iterator[str]:
    """Name the classes of which half the methods or more only hand on."""
    handed = Counter(name.partition(".")[0] for name in handed_on(module))
    for whose in module.classes:
        methods = sum(isinstance(each, Function) for each in whose.body)
        if handed[whose.name] >= _LAYER and 2 * handed[whose.name] >= methods:
            yield whose.name


def promised(module: Module) -> Iterator[str]:
    """Name the methods of protocols: said once more, so that another class may be meant."""
    for whose in module.classes:
        if any(_called(base) == "Protocol" for base in whose.bases):
            yield from (
                f"{whose.name}.{each.name}" for each in whose.body if isinstance(each, Function)
            )


def _own(function: Function) -> Iterator[ast.AST]:
    below = list(ast.iter_child_nodes(function))
    while below:
        node = below.pop()
        yield node
        if not isinstance(node, Function):
            below += ast.iter_child_nodes(node)


def _takes_all(case: ast.match_case) -> bool:
    pattern = case.pattern
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None and case.guard is None


def _called(node: ast.expr) -> str:
    if isinstance(node, ast.Call | ast.Subscript):
        return _called(node.func if isinstance(node, ast.Call) else node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _hands_on(method: Function) -> bool:
    body = [
        each
        for each in method.body
        if not isinstance(each, ast.Import | ast.ImportFrom)
        and not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
    ]
    if len(body) != 1 or not isinstance(body[0], ast.Return | ast.Expr):
        return False
    call = body[0].value
    if not isinstance(call, ast.Call) or not _is_path(call.func):
        return False
    if isinstance(call.func, ast.Name) and hasattr(builtins, call.func.id):
        return False
    given = [*call.args, *(each.value for each in call.keywords)]
    own = set(parameters(method))
    names = {each.id for each in map(_unstarred, given) if isinstance(each, ast.Name)}
    if not own or not own <= names:
        return False
    return all(_is_path(_unstarred(each), ("self", *own)) for each in given)


def _unstarred(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Starred) else node


def _is_path(node: ast.expr, roots: tuple[str, ...] = ()) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and (not roots or node.id in roots)
