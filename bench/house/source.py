"""Read all modules of the program, as they are in a folder or as a git revision has them."""

from __future__ import annotations

import ast
import io
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGE = "perfdesk"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file: its dotted name below the package (that of the package itself is blank)."""

    name: str
    path: Path
    source: str
    tree: ast.Module

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Give every node of the tree; to walk it is what takes time."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def functions(self) -> tuple[tuple[str, Function], ...]:
        """Give every function and method with its name, the classes around it in front."""
        return tuple(_functions(self.tree, ""))

    @cached_property
    def classes(self) -> tuple[ast.ClassDef, ...]:
        """Give every class, those inside others too."""
        return tuple(node for node in self.nodes if isinstance(node, ast.ClassDef))

    @property
    def lines(self) -> int:
        return len(self.source.splitlines())

    @property
    def room(self) -> str:
        """Give the package that the module belongs to, or its own name where it stands alone."""
        return self.name.partition(".")[0]

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"


House = Mapping[str, Module]


def read_house(root: Path) -> House:
    """Read every module below `root`/perfdesk."""
    return {each.name: each for each in _modules(root / PACKAGE)}


def read_revision(root: Path, revision: str, folder: Path) -> House:
    """Read what a revision held, unpacked into a folder; raises CalledProcessError."""
    command = ["git", "-C", str(root), "archive", "--format=tar", revision, PACKAGE]
    packed = subprocess.run(command, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return read_house(folder)


def _modules(package: Path) -> Iterator[Module]:
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        source = path.read_text(encoding="utf-8")
        yield Module(name, path, source, ast.parse(source))


def _functions(node: ast.AST, above: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield f"{above}{child.name}", child
        if isinstance(child, ast.ClassDef | Function):
            yield from _functions(child, f"{above}{child.name}.")
        else:
            yield from _functions(child, above)
