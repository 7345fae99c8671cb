"""退回修改通知: for each unit the list of what it has to mend, as PDF and as a workbook."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path, PurePath

from perfdesk.commands.collecting_agree import Fetch, Listed
from perfdesk.commands.collecting_notice import Notice
from perfdesk.commands.collecting_places import SLIPS
from perfdesk.commands.office import Office, Refusal
from perfdesk.commands.submission import draw_list, write_list
from perfdesk.models.collected import BY_WORDS, CollectedFinding, CollectedForm
from perfdesk.models.file_name import numbered, safe_name
from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.plain import narrow
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import Sheet
from perfdesk.models.summary_lines import NO_UNIT
from perfdesk.models.values import Kind, written
from perfdesk.paper.findings_list import Entry, Part, lay_out_findings
from perfdesk.storage import atomic
from perfdesk.storage.atomic import NotSaved

_SIGNERS = ("修改人", "联系电话", "日期")
_LEVELS = {each.value: each for each in Severity}


def write_slips(
    office: Office,
    folder: Path,
    forms: Sequence[Listed],
    fetch: Fetch,
    cancelled: Callable[[], bool] = lambda: False,
    *,
    notice: Notice,
) -> int:
    """Write a slip for each unit with errors or open warnings; gives how many units got one.

    Raises Refusal where a file cannot be written.
    """
    units: dict[str, list[Listed]] = defaultdict(list)
    for each in forms:
        units[each.of[0]].append(each)
    used: dict[str, int] = {}
    count = 0
    for unit, listed in sorted(units.items()):
        if cancelled():
            break
        parts = [(each, form) for each in listed if _asks(form := fetch(each))]
        if not parts:
            continue
        sheet = _lay_out(office, parts, notice)
        plain = safe_name(narrow(listed[0].unit if unit else "未填单位"), "单位")
        name = numbered(f"{SLIPS}-{plain}", used)
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / f"{name}.pdf", draw_list(office, sheet))
        _write(folder / f"{name}.xlsx", write_list(office, sheet))
        count += 1
    return count


def _asks(form: CollectedForm) -> bool:
    return bool(form.errors or form.warnings)


def _lay_out(
    office: Office, forms: Sequence[tuple[Listed, CollectedForm]], notice: Notice
) -> Sheet:
    facts = [
        ("致", forms[0][1].unit or NO_UNIT),
        ("发文日期", _day(office.now().date())),
        ("编号", ""),
        ("发文单位（盖章）", notice.sender),
        ("退回的表", f"{len(forms)} 张"),
        ("截止日期", _day(notice.due) if notice.due else "　　　　年　　月　　日"),
    ]
    several = {path for path, count in Counter(each.path for each, _ in forms).items() if count > 1}
    parts = [_part(each, form, with_sheet=each.path in several) for each, form in forms]
    return lay_out_findings(facts, _asked(forms, notice), parts, title=SLIPS, signers=_SIGNERS)


def _asked(forms: Sequence[tuple[Listed, CollectedForm]], notice: Notice) -> str:
    """Say in one sentence what is to be done, and until when."""
    errors = sum(form.errors for _, form in forms)
    warnings = sum(form.warnings for _, form in forms)
    wrong = [f"错误 {errors} 处，请改正"] if errors else []
    if warnings:
        wrong.append(f"警告 {warnings} 处，请核对，有误的改正，无误的在“说明”栏写明理由")
    until = f"{_day(notice.due)}前" if notice.due else "截止日期前"
    return (
        f"你单位报送的下列 {len(forms)} 张表经审核需要修改：{'；'.join(wrong)}。"
        f"请用原来的文件改好，于{until}重新报送。"
    )


def _day(day: date) -> str:
    return written(Kind.DATE, day)


def _part(listed: Listed, form: CollectedForm, *, with_sheet: bool) -> Part:
    code = f"，校验码 {form.code}" if form.code else ""
    how = f"，{BY_WORDS}" if form.by_words else ""
    # The folders are the office's own; a unit knows the name of the file that it sent.
    caption = f"《{form.title}》{form.project}（文件：{PurePath(listed.path).name}{code}{how}）"
    found = (each for each in form.findings if each.level in _LEVELS)
    return Part(tuple(_entry(each, with_sheet=with_sheet) for each in found), caption)


def _entry(found: CollectedFinding, *, with_sheet: bool) -> Entry:
    sheet = f"（工作表“{found.sheet}”）" if with_sheet else ""
    cell = f"\n单元格 {found.cell}{sheet}" if found.cell else ""
    finding = Finding(
        "",
        _LEVELS[found.level],
        Origin.UNMET,
        Ref(""),
        "",
        found.message,
        expected=found.expected,
        actual=found.actual,
        basis=found.basis,
        answer=found.answer,
    )
    return Entry(f"{found.place}{cell}", finding)


def _write(path: Path, data: bytes) -> None:
    outcome = atomic.write_output(path, data)
    if isinstance(outcome, NotSaved):
        raise Refusal(outcome.message)
