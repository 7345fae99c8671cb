"""The house as the tests of this folder see it: its modules, its imports, and its page."""

from __future__ import annotations

from bench.house.imports import imports, knows
from bench.house.page import read_plan
from bench.house.source import read_house
from tests.conftest import ROOT

HOUSE = read_house(ROOT)
IMPORTS = imports(HOUSE)
KNOWN = knows(IMPORTS, HOUSE)
PLAN = read_plan((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
