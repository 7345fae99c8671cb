"""收集汇总: read a folder of forms that units have sent, and write one summary workbook.

    report = collect(context, Collection(folder, out))

The folder is only read. What was read is kept in the user's own folder, so that a run that was
ended goes on where it was. Takes seconds to minutes: call it beside the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.commands.collect.agree import Clash, Listed, clashes, clashing, listed, repeated
from perfdesk.commands.collect.expected import compare_expected
from perfdesk.commands.collect.gather import Gathered, gathered
from perfdesk.commands.collect.lists import Lists, form_line
from perfdesk.commands.collect.notice import Notice
from perfdesk.commands.collect.totals import Totals
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.editions import find_edition
from perfdesk.commands.watch import UNWATCHED, Watch
from perfdesk.models.collected import BY_WORDS, CollectedForm
from perfdesk.models.summary_lines import ClashLine, ExpectedLine, Spread
from perfdesk.models.values import Kind
from perfdesk.storage import atomic
from perfdesk.storage.atomic import NotSaved

if TYPE_CHECKING:
    from perfdesk.commands.collect.return_notices import Slips
    from perfdesk.exchange.books.summary import SummaryBook, SummaryHead

_FIGURES = (Kind.POINTS, Kind.NUMBER)
_DEFAULT_TITLE = "收集汇总"
_NO_ROOM = "汇总表没有写成：临时文件写不下来。请清理磁盘空间再收一次，读过的文件已记住，不会重读。"


@dataclass(frozen=True, slots=True)
class Collection:
    """What is to be collected: a folder, into a summary.

    `again` reads everything anew, in so many `jobs`; 0 for as many as the machine bears. With
    `slips`, a folder, each unit that has to mend something gets a slip there; `notice` says
    from whom and until when. Of the units that were `expected` those that sent nothing are named.
    """

    folder: Path
    out: Path
    again: bool = False
    slips: Path | None = None
    notice: Notice = field(default_factory=Notice)
    expected: Sequence[str] = ()
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run: counts, what was not read and why, and how figures are spread.

    `problems` counts errors and warnings that nobody has answered. `read_now` are the files
    that were not known from an earlier run; `is_whole` is false where it was cancelled, and
    then no workbook was written. `message` says how writing went, where that needs words.
    `missing` are those of the `expected` units that did not clearly send something, and the
    units that were not among them.
    """

    out: Path
    files: int
    forms: int
    units: int
    errors: int
    problems: int
    repeated: int
    clashing: int
    unread: tuple[tuple[str, str], ...]
    read_now: int
    is_whole: bool
    spreads: tuple[Spread, ...] = ()
    slips: int = 0
    slips_folder: Path | None = None
    expected: int = 0
    missing: tuple[ExpectedLine, ...] = ()
    message: str = ""


class Unwritten(Refusal):
    """Say that everything was read, and yet the workbook not written; `report` has the rest."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


def collect(
    context: Context, collection: Collection, watch: Watch = UNWATCHED, lists: Lists | None = None
) -> Report:
    """Read what is new in a folder and write its summary.

    `lists` are filled with what the workbook lists, for a window. Raises Refusal where the
    folder cannot be read, Unwritten where the workbook cannot be written. Without any form no
    workbook is written.
    """
    out, slips, cancelled = collection.out, collection.slips, watch.cancelled
    if out.suffix.casefold() != ".xlsx":
        raise Refusal(f"“{out.name}”的扩展名应为 .xlsx。")
    with gathered(
        context,
        collection.folder,
        leave_out=[out, slips] if slips else [out],
        jobs=collection.jobs,
        again=collection.again,
        watch=watch,
    ) as found:
        work = _Work(context, found, cancelled, collection.expected, lists)
        work.look_through()
        if not found.is_whole or not work.forms or cancelled():
            return work.report(out, is_whole=found.is_whole and not cancelled())
        try:
            data = work.write(out)
        except OSError as error:
            raise Refusal(_NO_ROOM) from error
        if data is None:
            return work.report(out, is_whole=False)
        outcome = atomic.write_output(out, data)
        if isinstance(outcome, NotSaved):
            raise Unwritten(outcome.message, work.report(out, is_whole=True))
        report = work.report(out, is_whole=True, message=getattr(outcome, "message", ""))
        if slips is None:
            return report
        written = work.write_slips(slips, collection.notice)
        message = report.message + written.words
        return replace(report, slips=written.count, slips_folder=slips, message=message)


class _Work:
    """One pass over all records for the short list and the totals, another one to write them."""

    def __init__(
        self,
        context: Context,
        found: Gathered,
        cancelled: Callable[[], bool],
        expected: Sequence[str],
        lists: Lists | None,
    ) -> None:
        self._context, self._found, self._cancelled = context, found, cancelled
        self._expected, self._lists = expected, lists
        self._missing: tuple[ExpectedLine, ...] = ()
        self.forms: list[Listed] = []
        self._unread: list[tuple[str, str]] = []
        self._totals = Totals()
        self._copies: dict[Listed, Listed] = {}
        self._clashing: set[Listed] = set()

    def look_through(self) -> None:
        """Make the short list of forms, and of what was not read."""
        for path in self._found.files:
            file = self._found.load(path)
            self._unread += ((path, trouble) for trouble in file.troubles)
            self.forms += (listed(path, place, each) for place, each in enumerate(file.forms))
        self._copies = repeated(self.forms)
        self._clashing = clashing(self.forms)
        if self._expected:
            self._missing = compare_expected(self._expected, self.forms, self._unread)

    def report(self, out: Path, *, is_whole: bool, message: str = "") -> Report:
        """Sum the run up."""
        totals = self._totals
        return Report(
            out,
            files=len(self._found.files),
            forms=len(self.forms),
            units=len({each.of[0] for each in self.forms if each.of[0]}),
            errors=totals.errors,
            problems=totals.errors + totals.warnings,
            repeated=len(self._copies),
            clashing=len(self._clashing),
            unread=tuple(self._unread),
            read_now=self._found.read_now,
            is_whole=is_whole,
            spreads=totals.spreads(),
            expected=len(self._expected),
            missing=self._missing,
            message=message,
        )

    def write(self, out: Path) -> bytes | None:
        """Write the workbook; None when it was cancelled."""
        from perfdesk.exchange.books.summary import SummaryBook

        with SummaryBook(self._head(out)) as book:
            at = iter(self.forms)
            for path in self._found.files:
                if self._cancelled():
                    return None
                for form in self._found.load(path).forms:
                    self._add(book, path, form, next(at))
            return self._finish(book)

    def _finish(self, book: SummaryBook) -> bytes | None:
        """Write what follows from all forms; None when it was cancelled."""
        also = self._lists
        for line in self._totals.lines():
            book.add_unit(line)
            if also is not None:
                also.units.append(line)
        for clash in clashes(self._context, self.forms, self._fetch):
            if self._cancelled():
                return None
            clashing = _clash_line(clash)
            book.add_clash(clashing)
            if also is not None:
                also.clashes.append(clashing)
        if also is not None:
            also.put_in_order()
        for path, reason in self._unread:
            book.add_unread(path, reason)
        for missing in self._missing:
            book.add_expected(missing)
        return None if self._cancelled() else book.finish(self._totals.spreads())

    def write_slips(self, folder: Path, notice: Notice) -> Slips:
        """Write what each unit has to mend; copies are not asked about twice."""
        from perfdesk.commands.collect.return_notices import write_slips

        forms = [each for each in self.forms if each not in self._copies]
        fetch, cancelled = self._fetch, self._cancelled
        return write_slips(self._context, folder, forms, fetch, cancelled, notice=notice)

    def _add(self, book: SummaryBook, path: str, form: CollectedForm, short: Listed) -> None:
        original = self._copies.get(short)
        remarks = [BY_WORDS] if form.by_words else []
        if short in self._clashing:
            remarks.append("另有一份内容不同，见“重复与冲突”")
        elif original:
            remarks.append(f"与 {original.path} 重复，不计入合计")
        line = form_line(path, form, "；".join(remarks), is_copy=original is not None)
        book.add_form(line, form)
        if self._lists is not None:
            self._lists.add_form(line, form)
        if original is None:
            self._totals.add(form, is_clashing=short in self._clashing)

    def _fetch(self, short: Listed) -> CollectedForm:
        return self._found.load(short.path).forms[short.place]

    def _head(self, out: Path) -> SummaryHead:
        from perfdesk.exchange.books.summary import SummaryHead

        now = self._context.now()
        message = (
            f"文件夹“{self._found.folder.name}”，{now:%Y-%m-%d %H:%M} 收集："
            f"{len(self._found.files)} 个文件，{len(self.forms)} 张表，"
            f"重复 {len(self._copies)} 张，冲突 {len(self._clashing)} 张，"
            f"未识别 {len(self._unread)} 处。金额一律为元；重复的不计入合计。"
        )
        beside = out.absolute().parent
        return SummaryHead(
            _DEFAULT_TITLE,
            message,
            self._found.folder,
            beside,
            now,
            self._columns(),
            with_expected=bool(self._expected),
        )

    def _columns(self) -> tuple[tuple[str, str, bool], ...]:
        """Name the columns of indicators that the forms have; the same name is the same thing."""
        found: dict[str, tuple[str, str, bool]] = {}
        for key in sorted({each.key for each in self.forms}):
            edition = find_edition(self._context, key)
            table = edition.tables.get(edition.framework_table)
            for column in table.columns if table else ():
                is_figure = column.kind in _FIGURES
                found.setdefault(column.name, (column.name, column.label, is_figure))
        return tuple(found.values())


def _clash_line(clash: Clash) -> ClashLine:
    one, other = clash.one, clash.other
    return ClashLine(
        clash.what,
        one.unit,
        one.project,
        clash.label,
        (one.title, other.title),
        (clash.here, clash.there),
        clash.message,
        (one.path, other.path),
    )
