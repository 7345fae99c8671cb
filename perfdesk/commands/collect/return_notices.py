"""退回修改通知: for each unit the list of what it has to mend, as PDF and as a workbook."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from perfdesk.commands.collect.agree import Fetch, Listed
from perfdesk.commands.collect.notice import Notice
from perfdesk.commands.collect.places import SLIPS
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.submission import draw_list, write_list
from perfdesk.models.collected import BY_WORDS, CollectedFinding, CollectedForm
from perfdesk.models.file_name import numbered, safe_name
from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.plain import narrow
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import Sheet
from perfdesk.models.summary_lines import NO_UNIT
from perfdesk.models.values import Kind, written
from perfdesk.paper.findings_list import Entry, FormFindings, lay_out_findings
from perfdesk.storage import atomic
from perfdesk.storage.atomic import NotSaved

_SIGNERS = ("修改人", "联系电话", "日期")
_SUFFIXES = (".pdf", ".xlsx")
_MOST_NAMED = 3
_LEVELS = {each.value: each for each in Severity}


@dataclass(frozen=True, slots=True)
class Slips:
    """How many units got a slip; `words` say what is to be known of them, mostly nothing."""

    count: int
    words: str = ""


def write_slips(
    context: Context,
    folder: Path,
    forms: Sequence[Listed],
    fetch: Fetch,
    cancelled: Callable[[], bool] = lambda: False,
    *,
    notice: Notice,
) -> Slips:
    """Write a slip for each unit with errors or open warnings; what goes wrong is in the words."""
    units: dict[str, list[Listed]] = defaultdict(list)
    for each in forms:
        units[each.of[0]].append(each)
    names, used = list[str](), dict[str, int]()
    for unit, listed in sorted(units.items()):
        if cancelled():
            return Slips(len(names), f"已停止：汇总表已写好，{SLIPS}只写了 {len(names)} 份。")
        parts = [(each, form) for each in listed if _asks(form := fetch(each))]
        if not parts:
            continue
        sheet = _lay_out(context, parts, notice)
        plain = safe_name(narrow(listed[0].unit if unit else "未填单位"), "单位")
        name = numbered(f"{SLIPS}-{plain}", used)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _write(folder / f"{name}.pdf", draw_list(context, sheet))
            _write(folder / f"{name}.xlsx", write_list(context, sheet))
        except (OSError, Refusal) as error:
            why = f"“{folder}”用不了，请检查权限。" if isinstance(error, OSError) else str(error)
            return Slips(len(names), f"汇总表已写好，{SLIPS}只写了 {len(names)} 份。{why}")
        names.append(name)
    return Slips(len(names), _older(folder, names))


def _older(folder: Path, names: Collection[str]) -> str:
    """Name the slips of earlier runs, lest one is sent to who has mended all."""
    kept = {each.stem for each in folder.glob(f"{SLIPS}-*") if each.suffix in _SUFFIXES}
    older = sorted(kept.difference(names))
    if not older:
        return ""
    shown = "、".join(f"“{each}”" for each in older[:_MOST_NAMED])
    more = "等" if len(older) > _MOST_NAMED else ""
    return f"通知文件夹里另有 {len(older)} 份以前写的：{shown}{more}，这次没有写，请不要再发。"


def _asks(form: CollectedForm) -> bool:
    return bool(form.errors or form.warnings)


def _lay_out(
    context: Context, forms: Sequence[tuple[Listed, CollectedForm]], notice: Notice
) -> Sheet:
    facts = [
        ("致", forms[0][1].unit or NO_UNIT),
        ("发文日期", _day(context.now().date())),
        ("编号", ""),
        ("发文单位\n（盖章）", notice.sender),
        ("退回的表", f"{len(forms)} 张"),
        ("截止日期", _day(notice.due) if notice.due else "　　　　年　　月　　日"),
    ]
    several = {path for path, count in Counter(each.path for each, _ in forms).items() if count > 1}
    parts = [_part(each, form, with_sheet=each.path in several) for each, form in forms]
    return lay_out_findings(facts, _demand(forms, notice), parts, title=SLIPS, signers=_SIGNERS)


def _demand(forms: Sequence[tuple[Listed, CollectedForm]], notice: Notice) -> str:
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


def _part(listed: Listed, form: CollectedForm, *, with_sheet: bool) -> FormFindings:
    code = f"，校验码 {form.code}" if form.code else ""
    how = f"，{BY_WORDS}" if form.by_words else ""
    # The folders are the office's own; a unit knows the name of the file that it sent.
    caption = f"《{form.title}》{form.project}（文件：{PurePath(listed.path).name}{code}{how}）"
    found = (each for each in form.findings if each.level in _LEVELS)
    return FormFindings(tuple(_entry(each, with_sheet=with_sheet) for each in found), caption)


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
