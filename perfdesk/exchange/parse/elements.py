"""Look into XML by local names: office programs write the same names under several namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element


def tag_of(element: Element) -> str:
    """Give an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Give an attribute by its name without namespace; blank where there is none."""
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), "")


def children(parent: Element | None, tag: str = "") -> Iterator[Element]:
    """Walk the children of an element, all or those of one name."""
    for child in parent if parent is not None else ():
        if not tag or tag_of(child) == tag:
            yield child


def child(parent: Element | None, *path: str) -> Element | None:
    """Follow names from a parent down, the first of each; None where one is missing."""
    for tag in path:
        parent = next(children(parent, tag), None)
    return parent


def child_value(parent: Element | None, *path: str) -> str:
    """Give the `val` of a descendant, as Word writes settings; blank where there is none."""
    found = child(parent, *path)
    return attribute(found, "val") if found is not None else ""
