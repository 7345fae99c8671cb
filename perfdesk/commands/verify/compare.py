"""Compare what two carriers carry: form by form, to the cell where both hold data.

`look.py` looks into them. Forms are matched by edition; a code alone fits any form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from perfdesk.commands.verify.evidence import MEANING, Carried, Carrier, Verdict
from perfdesk.models.document import Document
from perfdesk.models.refs import Ref, cell_name

if TYPE_CHECKING:
    from perfdesk.exchange.incoming.differences import Difference


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One thing in which two forms differ.

    `what` is cell, inserted, removed or moved, seen from the left. `at` is the cell, or the
    row where its field is blank, by the ids of the left form; those of the right for an
    inserted row. `name` is the same as scripts write it.
    """

    what: str
    at: Ref
    name: str
    label: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Match:
    """Two forms that were held against each other; `sentence` is for people.

    `differences` are listed where both hold data; `are_differences_known` says whether they
    could be.
    """

    left: Carried
    right: Carried
    verdict: Verdict
    sentence: str
    differences: tuple[CellDifference, ...] = ()
    are_differences_known: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of holding two carriers against each other, in one sentence and in full."""

    left: Carrier
    right: Carrier
    verdict: Verdict
    sentence: str
    matches: tuple[Match, ...]
    notes: tuple[str, ...] = ()


def compare_carriers(left: Carrier, right: Carrier) -> Comparison:
    """Tell whether two carriers hold the same data, and where not."""
    pairs, alone = _pairs(left.forms, right.forms)
    matches = tuple(_match(one, other) for one, other in pairs)
    verdicts = [each.verdict for each in matches]
    if not matches:
        return Comparison(left, right, Verdict.DIFFERENT, _nothing_alike(left, right), ())
    if all(each is Verdict.SAME for each in verdicts) and all(alone):
        verdict = Verdict.DIFFERENT
    else:
        worst = (Verdict.DIFFERENT, Verdict.UNSURE, Verdict.SAME)
        verdict = next(each for each in worst if each in verdicts)
    mixed = [each.name for each in (left, right) if each.is_mixed]
    if mixed:
        verdict = Verdict.DIFFERENT
    notes = tuple(
        f"只在“{carrier.name}”里有：{'、'.join(f'“{each.title}”' for each in forms)}，没有比。"
        for carrier, forms in ((left, alone[0]), (right, alone[1]))
        if forms
    )
    sentence = _sentence(matches, verdict, mixed)
    return Comparison(left, right, verdict, sentence, matches, notes)


def _nothing_alike(left: Carrier, right: Carrier) -> str:
    for one, other in ((left, right), (right, left)):
        if not one.forms[0].key:
            codes = "、".join(each.code or "空表" for each in other.forms)
            count = len(other.forms)
            return f"不一致：{one.name} 与“{other.name}”里 {count} 张表的校验码都不同（{codes}）。"
    titles = ["、".join(f"“{each.title}”" for each in one.forms) for one in (left, right)]
    return f"不一致：两边不是同一种表，一边是{titles[0]}，一边是{titles[1]}。"


def _sentence(matches: Sequence[Match], verdict: Verdict, mixed: Sequence[str]) -> str:
    if mixed:
        return f"不一致：“{mixed[0]}”里混着不同次打印的页，不是完整的一份。"
    if len(matches) == 1 and verdict is matches[0].verdict:
        return matches[0].sentence
    counts = [
        f"{count} 张{each.word}"
        for each in Verdict
        if (count := sum(match.verdict is each for match in matches))
    ]
    more = MEANING if verdict is Verdict.SAME else ""
    if all(each.verdict is Verdict.SAME for each in matches) and not more:
        more = "两边还各有对方没有的表。"
    return f"{verdict.word}：比了 {len(matches)} 张表，{'，'.join(counts)}。{more}"


# --- which form goes with which -----------------------------------------------------------------


def _pairs(
    left: Sequence[Carried], right: Sequence[Carried]
) -> tuple[list[tuple[Carried, Carried]], tuple[list[Carried], list[Carried]]]:
    """Match by edition and code first, then by edition."""
    rest = list(left), list(right)
    found: list[tuple[Carried, Carried]] = []
    # A bare code that equals none of several forms is about none of them in particular.
    are_several = len(left) > 1 or len(right) > 1
    for fits in (_are_equal, _are_of_one_edition if are_several else _are_alike):
        for one in list(rest[0]):
            other = next((each for each in rest[1] if fits(one, each)), None)
            if other is not None:
                found.append((one, other))
                rest[0].remove(one)
                rest[1].remove(other)
    found.sort(key=lambda pair: left.index(pair[0]))
    return found, rest


def _are_of_one_edition(one: Carried, other: Carried) -> bool:
    return one.key == other.key


def _are_alike(one: Carried, other: Carried) -> bool:
    return one.key == other.key or not one.key or not other.key


def _are_equal(one: Carried, other: Carried) -> bool:
    return _are_alike(one, other) and one.code == other.code


# --- one form beside another --------------------------------------------------------------------


def _match(left: Carried, right: Carried) -> Match:
    if left.holds_data and right.holds_data:
        return _by_cells(left, right)
    if left.code and left.code == right.code:
        return Match(left, right, Verdict.SAME, f"一致：两边的校验码都是 {left.code}。{MEANING}")
    if left.code and right.code:
        sentence = (
            f"不一致：两边的校验码不同（{left.code} 和 {right.code}）。{_what_else(left, right)}"
        )
        return Match(left, right, Verdict.DIFFERENT, sentence)
    if any(each.holds_data and not each.code for each in (left, right)):
        return Match(left, right, Verdict.DIFFERENT, "不一致：一边是空表，另一边不是。")
    sentence = "不能断定：有一边既没有本程序能读的数据，也没有校验码。"
    return Match(left, right, Verdict.UNSURE, sentence)


def _what_else(left: Carried, right: Carried) -> str:
    """Say what would tell more than that two codes differ."""
    for data, code in ((left, right), (right, left)):
        if at := _printed(data.document, code.code):
            return (
                f"{code.code} 是 {at} 打印的那一份，数据后来改过，现为 {data.reckoned}。"
                "要知道改了哪里，请再选当时的 PDF 或 Excel 来比。"
            )
        if data.holds_data and any(each.code == code.code for each in data.claims):
            return (
                f"文件里写着的校验码就是 {code.code}，但数据后来改过，现在应为 {data.reckoned}。"
                "要知道改了哪里，请再选当时的 PDF、Excel 或项目文件来比。"
            )
    return (
        "有一边只有校验码，看不出是哪几格不同；"
        "要知道哪里不同，请换成它的 PDF、Excel 或项目文件再比。"
    )


def _printed(document: Document | None, code: str) -> str:
    """Say when a copy of that code was printed, by the list that a project file keeps."""
    for each in reversed(document.prints if document else ()):
        if each.code == code:
            return f"{datetime.fromisoformat(each.at):%Y-%m-%d %H:%M}"
    return ""


def _by_cells(left: Carried, right: Carried) -> Match:
    from perfdesk.exchange.incoming.differences import same_data

    edition, one, other = left.edition, left.document, right.document
    assert edition and one and other
    if same_data(edition, one, other):
        code = f"校验码都是 {left.code}。" if left.code else "两边都是空表。"
        return Match(left, right, Verdict.SAME, f"一致：逐格相同，{code}{MEANING}", (), True)
    differences = _cell_differences(left, right)
    unread = [each for each in (left, right) if each.unread]
    if differences:
        more = "另有没有读到的栏目，没有比。" if unread else ""
        sentence = f"不一致：有 {len(differences)} 处不同，见下表。{more}"
        return Match(left, right, Verdict.DIFFERENT, sentence, differences, True)
    if unread:
        sentence = "不能断定：读到的各格都相同，但有的栏目没有读到，校验码也对不上。"
        return Match(left, right, Verdict.UNSURE, sentence, (), True)
    sentence = f"不一致：校验码不同（{left.code} 和 {right.code}），但表上各格没有看出不同。"
    return Match(left, right, Verdict.DIFFERENT, sentence, (), True)


def _cell_differences(left: Carried, right: Carried) -> tuple[CellDifference, ...]:
    from perfdesk.exchange.incoming.differences import differences

    edition, one, other = left.edition, left.document, right.document
    assert edition and one and other
    unread = right.unread | {at for at in left.unread if not at.row}
    found = differences(edition, one, other, unread)
    return tuple(
        _as_cell_difference(each, one, other) for each in found if each.at not in left.unread
    )


def _as_cell_difference(each: Difference, before: Document, after: Document) -> CellDifference:
    held = after if each.what == "inserted" else before
    name = cell_name(each.at, held).rstrip(".")
    return CellDifference(each.what, each.at, name, each.label, each.before, each.after)
