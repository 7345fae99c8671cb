"""退回修改通知: for each unit the list of what it has to mend, as PDF and as a workbook."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from perfdesk.commands.collecting_agree import Fetch, Listed
from perfdesk.commands.collecting_places import SLIPS
from perfdesk.commands.office import Office, Refusal
from perfdesk.commands.submission import draw_list, write_list
from perfdesk.models.collected import BY_WORDS, CollectedFinding, CollectedForm
from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.plain import narrow
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import Sheet
from perfdesk.paper.findings_list import Entry, Part, lay_out_findings
from perfdesk.storage import atomic
from perfdesk.storage.atomic import NotSaved

_SIGNERS = ("经办人", "联系电话", "日期")
# What no file system takes, and a name that is too long for one in bytes.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST_NAME = 60
_LEVELS = {each.value: each for each in Severity}


def write_slips(
    office: Office,
    folder: Path,
    forms: Sequence[Listed],
    fetch: Fetch,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Write a slip for each unit with errors or open warnings; gives how many units got one.

    Raises Refusal where a file cannot be written.
    """
    units: dict[str, list[Listed]] = defaultdict(list)
    for each in forms:
        units[each.of[0]].append(each)
    written, used = 0, set[str]()
    for unit, listed in sorted(units.items()):
        if cancelled():
            break
        parts = [(each, form) for each in listed if _asks(form := fetch(each))]
        if not parts:
            continue
        sheet = _lay_out(office, parts)
        name = _name(listed[0].unit if unit else "未填单位", used)
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / f"{name}.pdf", draw_list(office, sheet))
        _write(folder / f"{name}.xlsx", write_list(office, sheet))
        written += 1
    return written


def _asks(form: CollectedForm) -> bool:
    return bool(form.errors or form.warnings)


def _lay_out(office: Office, forms: Sequence[tuple[Listed, CollectedForm]]) -> Sheet:
    now = office.now()
    errors = sum(form.errors for _, form in forms)
    warnings = sum(form.warnings for _, form in forms)
    facts = [
        ("单位", forms[0][1].unit or "（未填）"),
        ("收集日期", f"{now.year}年{now.month:02d}月{now.day:02d}日"),
        ("退回的表", f"{len(forms)} 张"),
    ]
    verdict = (
        f"请改正 {errors} 处错误，核对 {warnings} 处警告（有误的改正，无误的写明理由），"
        "用原来的项目文件改好后重新报送。"
    )
    return lay_out_findings(
        facts, verdict, [_part(*each) for each in forms], title=SLIPS, signers=_SIGNERS
    )


def _part(listed: Listed, form: CollectedForm) -> Part:
    code = f"，校验码 {form.code}" if form.code else ""
    how = f"，{BY_WORDS}" if form.by_words else ""
    caption = f"《{form.title}》{form.project}（文件：{listed.path}{code}{how}）"
    return Part(tuple(_entry(each) for each in form.findings if each.level in _LEVELS), caption)


def _entry(found: CollectedFinding) -> Entry:
    cell = f"\n单元格 {found.cell}" if found.cell else ""
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


def _name(unit: str, used: set[str]) -> str:
    plain = _UNSAFE.sub("_", narrow(unit)).strip(" .")[:_LONGEST_NAME] or "单位"
    name, number = f"{SLIPS}-{plain}", 1
    while name.casefold() in used:
        number += 1
        name = f"{SLIPS}-{plain}-{number}"
    used.add(name.casefold())
    return name


def _write(path: Path, data: bytes) -> None:
    outcome = atomic.write_output(path, data)
    if isinstance(outcome, NotSaved):
        raise Refusal(outcome.message)
