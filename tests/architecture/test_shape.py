"""How big a thing may be and what it may not be called: what a reader can hold in mind."""

from __future__ import annotations

import ast

from bench.house import figures, shape
from tests.architecture.tree import HOUSE

MOST_LINES = 320

# What follows from an edition alone, and is made again when a form is opened, never at a key.
CACHED_BY_EDITION = {
    "rules.evaluate.compiled.compiled",
    "rules.evaluate.sentences.compile_sentence",
    "rules.formula.compiler.compile_formula",
}


def test_a_module_is_short() -> None:
    assert {name for name, module in HOUSE.items() if module.lines >= MOST_LINES} == set()


def test_a_module_opens_with_a_sentence() -> None:
    wrong = {
        name: sentence
        for name, module in HOUSE.items()
        if module.tree.body  # an empty __init__.py says nothing
        for sentence in [(ast.get_docstring(module.tree) or "").split("\n\n")[0].rstrip()]
        if not sentence.endswith((".", ":"))
    }
    assert wrong == {}


def test_a_folder_can_be_taken_in_at_one_look() -> None:
    full = {
        name for name, modules in shape.folders(HOUSE).items() if modules > figures.MOST_IN_A_FOLDER
    }
    assert full == set()


def test_a_class_name_is_borne_once_in_a_package() -> None:
    assert figures.twins(HOUSE) == []


def test_no_function_takes_more_than_a_reader_can_hold() -> None:
    assert figures.too_many_parameters(HOUSE) == []


def test_no_function_has_more_ways_than_tests_can_walk() -> None:
    assert figures.too_many_ways(HOUSE) == []


def test_no_cache_of_a_module_decides_how_long_a_key_takes() -> None:
    """A cache has a size, and a form with more rows than that falls off a cliff."""
    assert set(figures.caches(HOUSE, "rules")) == CACHED_BY_EDITION


def test_no_class_only_hands_on() -> None:
    found = {f"{name}.{each}" for name, module in HOUSE.items() for each in shape.layers(module)}
    assert found == set()


def test_nothing_reaches_behind_the_attributes_of_an_object() -> None:
    found = {
        name
        for name, module in HOUSE.items()
        for node in module.nodes
        if isinstance(node, ast.Attribute) and node.attr == "__dict__"
    }
    assert found == set()
