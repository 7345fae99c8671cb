"""The list behind 检查结果: a heading per tab, then its findings in the order of the form.

What is answered comes last, under a heading of its own that folds it away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, QTimer

from perfdesk.models.finding import Finding, Severity
from perfdesk.models.refs import Ref
from perfdesk.models.values import shorten
from perfdesk.session import Session
from perfdesk.ui.form.finding_lines import basis_text
from perfdesk.ui.opened.bridge import Bridge

_MOMENT = 40
_ANSWERED = "已说明"

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Heading:
    """A tab above its findings; `is_open` is None where they cannot be folded away."""

    tab: str
    count: int
    is_open: bool | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding, and where it stands in words: the row's own title before the column."""

    finding: Finding
    where: str

    @property
    def words(self) -> str:
        """Give what was found, and below it what was answered."""
        answer = answer_text(self.finding)
        return f"{self.finding.message}\n{answer}" if answer else self.finding.message


Item = Heading | Entry


class FindingsModel(QAbstractListModel):
    """Give the findings shown by the bridge to a list view.

    A change that leaves most of the list alone touches only what differs, so that
    selection and scrolling stay where they were while a person types.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._severities = set(Severity)
        self._shows_answered = False
        self._items: list[Item] = []
        # The list comes a moment after the key: what a typing person looks at is the field.
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(self.refresh)
        bridge.findings_changed.connect(self._soon.start)
        self.refresh()

    def show_severities(self, severities: set[Severity]) -> None:
        """Show only findings of these severities."""
        self._severities = severities
        self.refresh()

    @property
    def shows_answered(self) -> bool:
        """Tell whether what is answered is listed, not folded away."""
        return self._shows_answered

    def show_answered(self, shown: bool) -> None:
        """List what is answered, or fold it away."""
        self._shows_answered = shown
        self.refresh()

    def item(self, index: Index) -> Item | None:
        """Give what stands at an index; None outside the list."""
        return self._items[index.row()] if 0 <= index.row() < len(self._items) else None

    def findings(self) -> list[Finding]:
        return [
            item.finding
            for item in self._items
            if isinstance(item, Entry) and not item.finding.is_quiet
        ]

    def index_of(self, finding: Finding) -> QModelIndex:
        """Find a finding's index; an invalid one where it is not in the list."""
        for row, item in enumerate(self._items):
            if isinstance(item, Entry) and item.finding == finding:
                return self.index(row)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a row as text: what is shown, and what a screen reader says."""
        item = self.item(index)
        if item is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return plain_text(item)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let findings be chosen, and headings that fold."""
        item = self.item(index)
        if isinstance(item, Entry) or (item is not None and item.is_open is not None):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled if item else Qt.ItemFlag.NoItemFlags

    def refresh(self) -> None:
        """Take the findings in that are shown now."""
        self._soon.stop()
        new, old = self._wanted(), self._items
        if new == old:
            return
        start = 0
        while start < min(len(new), len(old)) and new[start] == old[start]:
            start += 1
        end = 0
        while end < min(len(new), len(old)) - start and new[-1 - end] == old[-1 - end]:
            end += 1
        gone, come = len(old) - end - start, len(new) - end - start
        if gone == come:
            self._items = new
            self.dataChanged.emit(self.index(start), self.index(start + gone - 1))
            return
        if gone:
            self.beginRemoveRows(QModelIndex(), start, start + gone - 1)
            self._items = old[:start] + old[start + gone :]
            self.endRemoveRows()
        if come:
            self.beginInsertRows(QModelIndex(), start, start + come - 1)
            self._items = new
            self.endInsertRows()

    def _wanted(self) -> list[Item]:
        edition = self._bridge.session.edition
        by_tab: dict[str, list[Finding]] = {tab: [] for tab in edition.tabs}
        answered = []
        for finding in self._bridge.shown:
            if finding.is_quiet:
                answered.append(finding)
            elif finding.severity in self._severities:
                by_tab[edition.tab_of(finding.at)].append(finding)
        items: list[Item] = []
        for tab, findings in by_tab.items():
            if findings:
                items.append(Heading(tab, len(findings)))
                items += self._entries(findings)
        if answered:
            items.append(Heading(_ANSWERED, len(answered), self._shows_answered))
            if self._shows_answered:
                items += self._entries(answered)
        return items

    def _entries(self, findings: Sequence[Finding]) -> list[Item]:
        session = self._bridge.session
        return [Entry(finding, where(session, finding)) for finding in findings]


def where(session: Session, finding: Finding) -> str:
    """Say where a finding stands: the row's own title before the column."""
    at = finding.at
    if not at.table or at.row not in session.document.row_ids(at.table):
        return finding.label
    if session.edition.tables[at.table].row_label(at.row):
        return finding.label  # names its row already
    title = session.edition.tables[at.table].title_column
    name = shorten(session.document.text(Ref(title, at.table, at.row)), 12)
    place = session.document.place(at.table, at.row) + 1
    return f"{name or f'第 {place} 行'} · {finding.label}"


def plain_text(item: Item) -> str:
    """Write a row the way it is copied and read out."""
    if isinstance(item, Heading):
        return f"{item.tab}（{item.count}）"
    finding = item.finding
    lines = [
        f"{finding.severity.word}　{item.where}　{finding.message}",
        basis_text(finding),
        answer_text(finding),
    ]
    return "\n".join(line for line in lines if line)


def answer_text(finding: Finding) -> str:
    """Say what was answered, and that it no longer fits where the figures are others."""
    if finding.old_answer:
        return f"原说明：{finding.old_answer}（数字已变，请重新确认）"
    return f"说明：{finding.answer}" if finding.answer else ""
