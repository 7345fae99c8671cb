"""What was collected: the overview, the lists, and one filter over all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QMenu,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from perfdesk.models.columns import Column
from perfdesk.models.summary_lines import MISSING
from perfdesk.ui.collect import columns
from perfdesk.ui.collect.filter import CollectFilter
from perfdesk.ui.collect.overview import CollectOverview
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.layout import grow, holding, scrolled, vbox
from perfdesk.ui.kit.list_model import ListModel
from perfdesk.ui.kit.list_view import ListView
from perfdesk.ui.kit.look import GRID, TABS, changes_look
from perfdesk.ui.kit.plain import caption

if TYPE_CHECKING:
    from perfdesk.commands.collect.lists import Lists
    from perfdesk.commands.collect.run import Report

OVERVIEW, FORMS, UNITS, PROBLEMS = "总览", "汇总", "各单位", "问题清单"
CLASHES, UNREAD, EXPECTED = "重复与冲突", "未识别文件", "未交单位"
_DETAIL_LINES = 3
_HINTS = {
    UNITS: "选中一行，这里写出全文。双击只看这个单位的表。",
    UNREAD: "选中一行，这里写出全文。双击打开它所在的文件夹。",
    EXPECTED: "选中一行，这里写出全文。双击在各清单里找这个单位。",
}
_HINT = "选中一行，这里写出全文。双击在填报窗口打开这份文件。"


@dataclass(frozen=True, slots=True)
class _List:
    name: str
    columns: tuple[Column, ...]
    view: ListView
    paths: Callable[[Any], tuple[str, ...]]


class CollectResult(QWidget):
    """Show a run's lists; asks for files by their paths in the folder."""

    open_wanted = Signal(str)
    place_wanted = Signal(str)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.overview = CollectOverview()
        self.lists: dict[str, _List] = {}
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName("收集的结果")
        self._pages = QStackedWidget()
        self._pages.addWidget(scrolled(self.overview))
        self.tabs.addTab(OVERVIEW)
        self._add(UNITS, columns.UNITS, lambda line: (), last=lambda line: line.is_total)
        self._add(FORMS, columns.FORMS, lambda line: (line.path,))
        self._add(PROBLEMS, columns.PROBLEMS, lambda line: (line.form.path,))
        self._add(CLASHES, columns.CLASHES, lambda line: line.paths)
        self._add(UNREAD, columns.UNREAD, lambda line: (line[0],))
        self._add(EXPECTED, columns.EXPECTED, lambda line: ())
        self.filter_bar = CollectFilter(icons)
        self.detail = QPlainTextEdit()
        self.detail.setReadOnly(True)
        self.detail.setAccessibleName("选中的一行")
        self.filter_bar.changed.connect(self.filter_lines)
        self.filter_bar.released.connect(lambda: self.pick(None))
        self.tabs.currentChanged.connect(self._turn)
        self.overview.list_wanted.connect(self.show_list)
        self.overview.class_chosen.connect(self._pick_class)
        for keys, do in (("Ctrl+F", self._look_for), ("Escape", self.filter_bar.line.clear)):
            QShortcut(QKeySequence(keys), self).activated.connect(do)
        self._lay_out()
        self._refresh_look()
        self.pick(None)
        self._turn()

    def _add(
        self,
        name: str,
        shown: tuple[Column, ...],
        paths: Callable[[Any], tuple[str, ...]],
        last: Callable[[Any], bool] = lambda _: False,
    ) -> None:
        view = ListView(name, ListModel(shown, self._icons, last))
        self.lists[name] = _List(name, shown, view, paths)
        self.tabs.addTab(name)
        self._pages.addWidget(view)
        view.chosen.connect(lambda line: self._show_detail(name, line))
        view.activated_line.connect(lambda line: self._ask(name, line))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(lambda at: self._show_menu(name, at))

    def _lay_out(self) -> None:
        # A bar with a style sheet stops its parent hearing of a new font: it has one of its own.
        bar = holding(vbox(self.tabs))
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._pages)
        parts.addWidget(self.detail)
        parts.setStretchFactor(0, 1)
        # Taller, the line below would take of the list whatever it is offered.
        parts.setSizes([4000, 1])
        self.setLayout(vbox(bar, self.filter_bar, grow(parts), spacing=0))

    # What is shown

    def show_report(self, report: Report, lists: Lists) -> None:
        """Show what a run gave, in place of what was there."""
        counts: tuple[tuple[str, int, str], ...] = (
            ("文件", report.files, ""),
            ("张表", report.forms, FORMS),
            ("个单位", report.units, UNITS),
            ("处错误", report.errors, PROBLEMS),
            ("处警告", report.problems - report.errors, PROBLEMS),
            ("张重复", report.repeated, CLASHES),
            ("张冲突", report.clashing, CLASHES),
            ("处未识别", len(report.unread), UNREAD),
        )
        if report.expected:
            missing = sum(each.what == MISSING for each in report.missing)
            words = f"应交 {report.expected}，未交"
            counts = (*counts[:3], (words, missing, EXPECTED), *counts[3:])
        self.overview.show_counts(counts, report.spreads)
        shown: dict[str, Sequence[Any]] = {
            UNITS: lists.units,
            FORMS: lists.forms,
            PROBLEMS: lists.problems,
            CLASHES: lists.clashes,
            UNREAD: report.unread,
            EXPECTED: report.missing,
        }
        for name, lines in shown.items():
            self.lists[name].view.lines.show_lines(lines)
        place = [OVERVIEW, *self.lists].index(EXPECTED)
        self.tabs.setTabVisible(place, bool(report.expected))
        self.pick(None)

    def show_list(self, name: str) -> None:
        """Bring one list, or the overview, up."""
        self.tabs.setCurrentIndex([OVERVIEW, *self.lists].index(name))

    @property
    def current(self) -> str:
        return [OVERVIEW, *self.lists][max(self.tabs.currentIndex(), 0)]

    def _turn(self) -> None:
        name = self.current
        self._pages.setCurrentIndex(self.tabs.currentIndex())
        for part in (self.filter_bar, self.detail):
            part.setVisible(name != OVERVIEW)
        self._fit_filter()
        if name != OVERVIEW:
            self._show_detail(name, self.lists[name].view.current())

    def pick(self, picked: tuple[int, str] | None) -> None:
        """Show only the forms of a class of one of the spreads; None for all."""
        for place, chart in enumerate(self.overview.charts):
            if picked is None or picked[0] != place:
                chart.released()
        spread = self.overview.charts[picked[0]].spread if picked else None
        self.filter_bar.pick(picked, f"{spread.title} {picked[1]}" if spread and picked else "")

    def _pick_class(self, place: int, name: str) -> None:
        self.pick((place, name) if name else None)
        if name:
            self.show_list(FORMS)

    def filter_lines(self) -> None:
        """Show in every list what the filter lets through."""
        filter_bar = self.filter_bar
        keeps = {PROBLEMS: filter_bar.passes_problem, FORMS: filter_bar.passes_form}
        for place, (name, each) in enumerate(self.lists.items(), start=1):
            lines = each.view.lines
            lines.filter_lines(filter_bar.text, keeps.get(name))
            shown, total = lines.rowCount(), lines.total
            count = f"{shown}" if shown == total else f"{shown}/{total}"
            # Neither counts what its lines are: a unit has one for each kind of form, and some
            # of the others are there only to be looked at.
            is_plain = name in (UNITS, EXPECTED) and shown == total
            self.tabs.setTabText(place, caption(name if is_plain else f"{name} {count}"))
        self._fit_filter()

    def _fit_filter(self) -> None:
        name = self.current
        self.filter_bar.fit(of_problems=name == PROBLEMS, of_forms=name == FORMS)

    def _look_for(self) -> None:
        if self.current == OVERVIEW:
            self.show_list(FORMS)
        self.filter_bar.line.setFocus()
        self.filter_bar.line.selectAll()

    def _show_detail(self, name: str, line: Any) -> None:
        if name == self.current:
            self.detail.setPlaceholderText(_HINTS.get(name, _HINT))
            text = columns.in_full(self.lists[name].columns, line) if line is not None else ""
            self.detail.setPlainText(text)

    # What a line leads to

    def _ask(self, name: str, line: Any) -> None:
        """Follow a line: a unit to its forms, a form to the window, an unread file to its place."""
        if name == UNITS:
            self.look_at("" if line.is_total else line.unit, FORMS)
        elif name == EXPECTED:
            self.filter_bar.search(line.unit)
        elif name == UNREAD:
            self.place_wanted.emit(line[0])
        else:
            self.open_wanted.emit(self.lists[name].paths(line)[0])

    def look_at(self, text: str, name: str) -> None:
        """Look for a text in a list."""
        self.filter_bar.search(text)
        self.show_list(name)

    def _show_menu(self, name: str, at: QPoint) -> None:
        view = self.lists[name].view
        line = view.current()
        menu = self.menu_of(name, line)
        menu.exec(view.viewport().mapToGlobal(at))

    def menu_of(self, name: str, line: Any) -> QMenu:
        """Make the menu of what can be done with a line."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        paths = self.lists[name].paths(line) if line is not None else ()
        several = ("甲", "乙") if len(paths) > 1 else ("",)
        for which, path in zip(several, paths, strict=False):
            if name != UNREAD:
                self._offer(menu, f"打开{which}文件", partial(self.open_wanted.emit, path))
            words = f"在文件夹中找{which}文件"
            self._offer(menu, words, partial(self.place_wanted.emit, path))
        if name == FORMS and line is not None:
            self._offer(menu, "看这张表的问题", lambda: self.look_at(line.path, PROBLEMS))
        if name == UNITS and line is not None and not line.is_total:
            self._offer(menu, "看这个单位的表", lambda: self.look_at(line.unit, FORMS))
            self._offer(menu, "看这个单位的问题", lambda: self.look_at(line.unit, PROBLEMS))
        self._offer(menu, "复制选中的行（Ctrl+C）", self.lists[name].view.copy)
        return menu

    @staticmethod
    def _offer(menu: QMenu, words: str, do: Callable[[], None]) -> None:
        menu.addAction(caption(words)).triggered.connect(lambda _=False: do())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        if changes_look(event) and hasattr(self, "detail"):
            self._refresh_look()

    def _refresh_look(self) -> None:
        self.detail.setMinimumHeight(_DETAIL_LINES * self.fontMetrics().height() + 2 * GRID)
        self.tabs.setStyleSheet(TABS)
