"""Make docs/findings.md: the page of all findings, from the editions.

    .venv/bin/python scripts/make_findings.py

tests/forms/test_findings_page.py tells when that is due.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from perfdesk.forms.catalogue import Catalogue  # noqa: E402
from perfdesk.forms.findings_page import findings_page, load_guide  # noqa: E402
from perfdesk.forms.load import load_examples  # noqa: E402

PAGE = ROOT / "docs" / "findings.md"


def made() -> str:
    """Make the page."""
    catalogue = Catalogue([ROOT / "resources" / "forms"])
    editions = [(catalogue[key], load_examples(catalogue.folder(key))[1]) for key in catalogue]
    return findings_page(load_guide(ROOT / "resources" / "findings.toml"), editions)


if __name__ == "__main__":
    PAGE.write_text(made(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}：{len(made().splitlines())} 行")
