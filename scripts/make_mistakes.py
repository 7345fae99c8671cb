"""Make docs/mistakes.md: what a careful reader finds in each sample, and what check finds.

    .venv/bin/python scripts/make_mistakes.py

The reader's books are tests/mistakes/*.toml. The page is made of them and of the program's
findings, so that nobody can say more of the checks than they do.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from perfdesk.forms.catalogue import Catalogue  # noqa: E402
from perfdesk.models.document import Document, Row  # noqa: E402
from perfdesk.models.finding import Finding, Severity  # noqa: E402
from perfdesk.models.form import Edition  # noqa: E402
from perfdesk.models.refs import Ref, cell_name, split_cell_name  # noqa: E402
from perfdesk.rules.evaluate.engine import evaluate  # noqa: E402
from perfdesk.storage.project_file import read_project  # noqa: E402

BOOKS = ROOT / "tests" / "mistakes"
SAMPLES = ROOT / "resources" / "samples"
FORMS = ROOT / "resources" / "forms"
PAGE = ROOT / "docs" / "mistakes.md"

Place = tuple[str, str]
HEAD = """# 细心的读者与程序：六份样例里的差错

这一页由 `scripts/make_mistakes.py` 生成。细心的读者逐格读过 `resources/samples` 的每一份样例，
把看到的差错写进 `tests/mistakes`：左边是差错，右边是程序用哪条检查在哪一格发现了它，
没有发现的写明为什么。
“误报”是程序报了错误或警告、而读者不认为是差错的；“另有提示”是程序给的、读者不算作差错的参考信息。
“改正后”是把每处差错改正以后再查一遍，目标是没有错误和警告。
"""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: in words, where which checks find it, or why none does."""

    words: str
    found_by: frozenset[Place]
    missed: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of one sample: its mistakes, its findings, and those of its corrected copy."""

    name: str
    edition: Edition
    mistakes: tuple[Mistake, ...]
    findings: Mapping[Place, Finding]
    corrected: Mapping[Place, Finding]

    @property
    def listed(self) -> frozenset[Place]:
        """Give the findings that the book names."""
        return frozenset().union(*(each.found_by for each in self.mistakes))

    @property
    def not_found(self) -> tuple[Place, ...]:
        """List what the book says is found and is not."""
        return tuple(sorted(self.listed - set(self.findings)))

    @property
    def false_alarms(self) -> tuple[Place, ...]:
        """List the errors and warnings that the book does not name."""
        return tuple(each for each in loud(self.findings) if each not in self.listed)

    @property
    def notes(self) -> tuple[Place, ...]:
        """List the notes that the book does not count as mistakes."""
        return tuple(
            each
            for each, finding in self.findings.items()
            if finding.severity is Severity.NOTE and each not in self.listed
        )


def loud(findings: Mapping[Place, Finding]) -> tuple[Place, ...]:
    """List the errors and warnings among findings."""
    return tuple(each for each, found in findings.items() if found.severity is not Severity.NOTE)


def tally(book: Path) -> Tally:
    """Read one book and hold it against its sample."""
    data = tomllib.loads(book.read_text(encoding="utf-8"))
    (document,) = read_project((SAMPLES / f"{book.stem}.perfdesk").read_bytes()).documents
    edition = Catalogue([FORMS])[f"{document.form}/{document.edition}"]
    mended = _mended(document, data.pop("corrected"))
    mistakes = tuple(_mistake(each) for each in data.pop("mistake"))
    if data:
        raise ValueError(f"{book.name}: {list(data)}")
    found, left = (_findings(edition, each) for each in (document, mended))
    return Tally(book.stem, edition, mistakes, found, left)


def _mistake(data: dict[str, Any]) -> Mistake:
    found_by = frozenset(
        (code, at)
        for at, codes in data.pop("found", {}).items()
        for code in ([codes] if isinstance(codes, str) else codes)
    )
    mistake = Mistake(data.pop("words"), found_by, data.pop("missed", ""))
    if data or bool(mistake.found_by) == bool(mistake.missed):
        raise ValueError(f"{mistake.words}: found or missed, and nothing else")
    return mistake


def _mended(document: Document, texts: Mapping[str, str]) -> Document:
    mended = deepcopy(document)
    for name, text in texts.items():
        table, place, field = split_cell_name(name)
        rows = mended.tables.setdefault(table, []) if table else []
        while len(rows) < place:
            rows.append(Row(mended.new_row_id(table)))
        mended.put(Ref(field, table, rows[place - 1].id if table else ""), text)
    return mended


def _findings(edition: Edition, document: Document) -> dict[Place, Finding]:
    found = evaluate(edition, document).findings
    return {(each.code, cell_name(each.at, document)): each for each in found}


def page(tallies: Sequence[Tally]) -> str:
    """Write the whole page."""
    return "\n".join(
        [HEAD, *_summary(tallies), *(line for each in tallies for line in _part(each))]
    )


def _summary(tallies: Sequence[Tally]) -> Iterator[str]:
    yield "| 样例 | 差错 | 发现 | 未发现 | 误报 | 另有提示 | 改正后错误和警告 | 改正后提示 |"
    yield "|---|---|---|---|---|---|---|---|"
    sums = [0] * 7
    for each in tallies:
        figures = _figures(each)
        sums = [a + b for a, b in zip(sums, figures, strict=True)]
        yield _row(each.name, *figures)
    yield _row("合计", *sums)
    yield ""


def _figures(each: Tally) -> tuple[int, ...]:
    missed = sum(bool(mistake.missed) for mistake in each.mistakes)
    alarms = len(loud(each.corrected))
    return (
        len(each.mistakes),
        len(each.mistakes) - missed,
        missed,
        len(each.false_alarms),
        len(each.notes),
        alarms,
        len(each.corrected) - alarms,
    )


def _part(each: Tally) -> Iterator[str]:
    yield f"## {each.name}"
    yield ""
    yield f"{each.edition.title}（{each.edition.key}）"
    yield ""
    yield "| 差错 | 发现它的检查和格 | 没有发现的原因 |"
    yield "|---|---|---|"
    for mistake in each.mistakes:
        yield _row(mistake.words, _places(mistake.found_by), mistake.missed)
    yield ""
    yield from _list("误报", each.findings, each.false_alarms)
    yield from _list("另有提示", each.findings, each.notes)
    yield from _list("改正后仍有的错误和警告", each.corrected, loud(each.corrected))
    quiet = [each_one for each_one in each.corrected if each_one not in loud(each.corrected)]
    yield from _list("改正后仍有的提示", each.corrected, quiet)


def _list(title: str, findings: Mapping[Place, Finding], places: Sequence[Place]) -> Iterator[str]:
    if not places:
        yield f"{title}：无。"
        yield ""
        return
    yield f"{title}："
    yield ""
    for place in places:
        yield f"- {_places([place])}：{findings[place].message}"
    yield ""


def _places(places: Iterable[Place]) -> str:
    """Write places check by check, cells in the order of their numbers."""
    cells: dict[str, list[str]] = {}
    for code, at in sorted(places, key=lambda each: (each[0], _in_order(each[1]))):
        cells.setdefault(code, []).append(at)
    return "；".join(f"`{code}` {'、'.join(ats)}" for code, ats in cells.items())


def _in_order(at: str) -> tuple[str, int, str]:
    table, place, field = split_cell_name(at)
    return table, place, field


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(each).replace('|', '｜') for each in cells)} |"


def main() -> None:
    """Write the page, and say the sums."""
    tallies = [tally(book) for book in sorted(BOOKS.glob("*.toml"))]
    PAGE.write_text(page(tallies), encoding="utf-8")
    print("\n".join(_summary(tallies)))
    for each in tallies:
        for place in each.not_found:
            print(f"{each.name}: not found: {place}")
        for place in each.false_alarms:
            print(f"{each.name}: not in the book: {place} {each.findings[place].message}")
        for place in loud(each.corrected):
            print(f"{each.name}: corrected copy: {place} {each.corrected[place].message}")


if __name__ == "__main__":
    main()
