"""Write the page of all findings: what each edition checks, on what basis, by which examples.

The page is made from the editions, so that it cannot say what the program does not do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.forms.finding_words import CheckDescription, describe_checks
from perfdesk.forms.reader import Reader, many, open_toml
from perfdesk.models.finding import Severity
from perfdesk.models.form import Edition, Example

_HEAD = ("程度", "说什么", "记在哪里", "依据", "例：会发现", "例：不会发现", "项", "代码")


@dataclass(frozen=True, slots=True)
class ReviewPoint:
    """One thing that a careful reader looks for; `without` says of a form why it has none."""

    number: str
    what: str
    without: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FindingsGuide:
    """What holds for all editions: what is looked for, and what the program finds of itself."""

    introduction: str
    looked: tuple[ReviewPoint, ...]
    built_in: tuple[CheckDescription, ...]


Shown = tuple[Edition, Sequence[Example]]


def load_guide(path: Path) -> FindingsGuide:
    """Read what holds for all editions; raises FormFault."""
    return open_toml(path).make(FindingsGuide, looked="look", built_in=many("built_in", _built_in))


def findings_page(guide: FindingsGuide, editions: Sequence[Shown]) -> str:
    lines = ["# 检查目录", "", *guide.introduction.strip().splitlines(), ""]
    lines += ["## 各表通用", "", *_table(guide.built_in)]
    for edition, examples in editions:
        found = describe_checks(edition, examples)
        lines += ["", f"## {edition.short_title}（{edition.key}）", ""]
        lines += [f"{edition.title}，{len(found)} 项检查。", "", *_table(found)]
    lines += ["", "## 逐项对照", "", *_coverage(guide, [edition for edition, _ in editions])]
    return "\n".join(lines) + "\n"


def uncovered(guide: FindingsGuide, edition: Edition) -> Iterator[str]:
    """Give the numbers that an edition neither covers nor says why it does not."""
    for look in guide.looked:
        if not _counted(guide, look, edition) and edition.form not in look.without:
            yield look.number


def _built_in(reader: Reader) -> CheckDescription:
    return reader.make(CheckDescription, severity=lambda read: read.word("severity", Severity).word)


def _table(findings: Sequence[CheckDescription]) -> Iterator[str]:
    yield _row(*_HEAD)
    yield _row(*("---" for _ in _HEAD))
    for each in findings:
        cells = (each.says, each.where, each.basis, each.trips, each.passes)
        yield _row(each.severity, *cells, " ".join(each.covers), f"`{each.code}`")


def _coverage(guide: FindingsGuide, editions: Sequence[Edition]) -> Iterator[str]:
    yield _row("项", "看什么", *(each.short_title for each in editions))
    yield _row(*("---" for _ in range(len(editions) + 2)))
    for look in guide.looked:
        cells = (_covered(guide, look, each) for each in editions)
        yield _row(look.number, look.what, *cells)


def _covered(guide: FindingsGuide, look: ReviewPoint, edition: Edition) -> str:
    said = _counted(guide, look, edition)
    return "，".join(said) if said else look.without.get(edition.form, "—")


def _counted(guide: FindingsGuide, look: ReviewPoint, edition: Edition) -> list[str]:
    codes = {each.code for each in edition.checks if look.number in each.covers}
    codes |= {each.code for each in guide.built_in if look.number in each.covers}
    computed = any(look.number in field.covers for _, field in edition.walk())
    said = [f"{len(codes)} 项检查"] if codes else []
    return [*said, "程序计算"] if computed else said


def _row(*cells: str) -> str:
    # A bar would end the cell, a line break the row, and < would open a tag.
    plain = (" ".join(cell.split()).replace("|", "\\|").replace("<", "&lt;") for cell in cells)
    return f"| {' | '.join(plain)} |"
