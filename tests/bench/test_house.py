"""What bench/house counts, on small trees where one can count by eye."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bench.house import figures, shape
from bench.house.imports import circles, imports, knows
from bench.house.source import House, read_house


def house_of(folder: Path, **sources: str) -> House:
    """Write modules, `a__b` for a/b.py, and read them."""
    for name, source in sources.items():
        path = folder / "perfdesk" / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return read_house(folder)


def test_a_circle_is_found_through_deferred_and_typing_imports(tmp_path: Path) -> None:
    house = house_of(
        tmp_path,
        a__one="from perfdesk.a import two",
        a__two="def late():\n    from perfdesk.b.three import x",
        b__three="if TYPE_CHECKING:\n    import perfdesk.a.one",
        b__four="from perfdesk.a.one import y",
    )
    assert circles(knows(imports(house), house)) == [("a.one", "a.two", "b.three")]


def test_two_circles_stay_two() -> None:
    graph = {"a": {"b"}, "b": {"a", "c"}, "c": {"d"}, "d": {"e"}, "e": {"c"}, "f": {"a"}}
    frozen = {name: frozenset(others) for name, others in graph.items()}
    assert circles(frozen) == [("a", "b"), ("c", "d", "e")]


@pytest.mark.parametrize(
    ("body", "ways"),
    [
        ("pass", 1),
        ("if a and b or c: pass\nelif d: pass", 5),
        ("return [x for x in a if x if y] if a else b", 5),
        ("for x in a: pass\nelse: pass", 3),
        ("try: pass\nexcept A: pass\nexcept B: pass\nelse: pass", 4),
        ("match a:\n    case 1: pass\n    case _: pass", 2),
        ("def inner():\n    if a: pass", 1),
    ],
)
def test_the_ways_through_a_function(body: str, ways: int) -> None:
    indented = "\n".join(f"    {line}" for line in body.splitlines())
    function = ast.parse(f"def outer():\n{indented}").body[0]
    assert isinstance(function, ast.FunctionDef)
    assert shape.complexity(function) == ways


def test_a_method_hands_on_only_if_it_adds_nothing(tmp_path: Path) -> None:
    house = house_of(
        tmp_path,
        a='''
class Layer:
    def read(self, path):
        """Read."""
        from perfdesk import x
        return x.read(self._office, path)
    def write(self, path, *, text): self._office.write(path, text=text)
    def keep(self, *rows): return self._office.keep(*rows)
    def half(self, path, text): return self._office.write(path)
    def more(self, path): return self._office.write(path, 1)
    def count(self, rows): return len(rows)
    def rows(self): return self._office.rows()
''',
    )
    assert list(shape.handed_on(house["a"])) == ["Layer.read", "Layer.write", "Layer.keep"]
    assert list(shape.layers(house["a"])) == []


def test_names_parameters_caches_and_folders(tmp_path: Path) -> None:
    many = ", ".join("abcdefg")
    house = house_of(
        tmp_path,
        rules__x__one=f"class _Line:\n    def f(self, {many}, *, h): ...",
        rules__x__two=f"class Line:\n    @lru_cache(maxsize=1)\n    def g(self, {many}): ...",
        rules__three="class Other: ...",
        ui__four="from perfdesk.storage.atomic import write\nclass Line: ...",
    )
    assert figures.twins(house) == ["rules.Line: rules.x.one, rules.x.two"]
    assert figures.too_many_parameters(house) == ["rules.x.one._Line.f 8"]
    assert figures.caches(house, "rules") == ["rules.x.two.Line.g"]
    assert figures.reached_by_the_window(house) == ["ui.four:1 perfdesk.storage.atomic"]
    assert shape.folders(house) == {"rules.x": 2, "rules": 1, "ui": 1}
    assert [name for name, _ in house["rules.x.one"].functions] == ["_Line.f"]
