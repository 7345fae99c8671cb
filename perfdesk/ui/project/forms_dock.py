"""本项目的表单: the forms of the project at the left; a click or Enter shows one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPalette, QShortcut
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.models.document import Document
from perfdesk.models.finding import Severity
from perfdesk.ui.kit.icons import Icons, mark_size
from perfdesk.ui.kit.layout import button, grow, holding, vbox
from perfdesk.ui.kit.look import GRID, changes_look, free_title
from perfdesk.ui.kit.plain import tip
from perfdesk.ui.opened.open_forms import OpenForm, OpenForms

_ROLE = QPalette.ColorRole
_STATE = QStyle.StateFlag
_BAR = 3
_LEAST = 9
_FLAT = "text-align: left; padding: 6px 8px;"


class FormsDock(QDockWidget):
    """List the project's forms, with what is wrong and what is not saved in each.

    `next_wanted` and `drop_wanted` ask for another form, and to take the named one out;
    `chosen` says that a form was chosen here, also the one that is shown already.
    """

    next_wanted = Signal()
    drop_wanted = Signal(object)
    chosen = Signal()

    def __init__(self, forms: OpenForms, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__("本项目的表单", parent)
        self.setObjectName("forms")
        free_title(self)
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setFeatures(self.DockWidgetFeature.DockWidgetClosable)
        self._forms, self._icons = forms, icons
        self._state: object = None
        self.view = _FormsView()
        self.view.setAccessibleName("本项目的表单")
        self.view.setItemDelegate(_FormDelegate(self.view))
        self.view.itemClicked.connect(self._go)
        self.view.itemActivated.connect(self._go)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._drop)
        more = button("＋ 下一阶段…", self.next_wanted.emit, enters=True)
        more.setFlat(True)
        more.setStyleSheet(_FLAT)
        self._more = more
        more.setToolTip(tip("从当前表单带入已填内容，开始下一张表；也可以添加空白表单"))
        whole = holding(vbox(grow(self.view), more, margin=(0, 0.5, 0, 0.5), spacing=0.5))
        whole.setBackgroundRole(_ROLE.Base)
        whole.setAutoFillBackground(True)
        self.setWidget(whole)
        forms.listed.connect(self.refresh)
        forms.switched.connect(self.refresh)
        forms.state_changed.connect(self.refresh)
        self.refresh()

    def focus(self) -> None:
        """Put the cursor on the form that is shown."""
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._choose_current()

    def refresh(self) -> None:
        """Show the forms as they are now."""
        entries = self._forms.entries()
        state = [
            (id(document), form is self._forms.current, *_facts(form)) for document, form in entries
        ]
        if state == self._state:
            return
        self._state = state
        size = mark_size(self.fontMetrics())
        self.view.setIconSize(QSize(size, size))
        row = self.view.currentRow()
        if self.view.count() != len(entries):
            self.view.clear()
            for _ in entries:
                self.view.addItem(QListWidgetItem())
            row = -1
        for place, (document, form) in enumerate(entries):
            self._fill(self.view.item(place), document, form)
        if row < 0 or not self.view.hasFocus():
            self._choose_current()

    def _choose_current(self) -> None:
        forms = [form for _, form in self._forms.entries()]
        self.view.setCurrentRow(forms.index(self._forms.current))

    def _fill(self, item: QListWidgetItem, document: Document, form: OpenForm | None) -> None:
        item.setData(_FORM, form)
        if form is None:
            why = self._forms.why_unfit(document) + "它的内容原样保留在项目文件里。"
            item.setText(f"不能显示的表单 {document.form}/{document.edition}")
            item.setToolTip(tip(why))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, why)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            return
        is_current = form is self._forms.current
        counts, dirty = form.bridge.counts(), form.session.is_dirty
        state = [f"{one.word} {count}" for one, count in counts.items() if count]
        state += ["有未保存的修改"] if dirty else []
        item.setText(f"{form.title} *" if dirty else form.title)
        item.setData(_SHOWN, is_current)
        item.setToolTip(tip("\n".join([form.opened.edition.title, *state])))
        now = ["正在显示"] if is_current else []
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, "，".join(now + state))
        heaviest = next((severity for severity in Severity if counts[severity]), None)
        icon = "file" if heaviest is None else heaviest
        palette = self.palette()
        item.setIcon(
            self._icons.severity(icon, palette)
            if isinstance(icon, Severity)
            else self._icons.icon(icon, palette)
        )
        font = self.view.font()
        font.setBold(is_current)
        item.setFont(font)

    def _go(self, item: QListWidgetItem) -> None:
        form = item.data(_FORM)
        if isinstance(form, OpenForm):
            self._forms.show(form)
            self.chosen.emit()

    def _drop(self) -> None:
        item = self.view.currentItem()
        if item is not None and isinstance(item.data(_FORM), OpenForm):
            self.drop_wanted.emit(item.data(_FORM))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        if changes_look(event):
            self._state = None
            if hasattr(self, "view"):
                # A style sheet keeps the font that it was read with.
                self._more.setStyleSheet(_FLAT)
                self.view.updateGeometry()
                self.refresh()


_FORM = Qt.ItemDataRole.UserRole
_SHOWN = Qt.ItemDataRole.UserRole + 1


def _facts(form: OpenForm | None) -> tuple[object, ...]:
    if form is None:
        return ()
    return form.key, form.session.is_dirty, *form.bridge.counts().values()


class _FormsView(QListWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST * self.fontMetrics().horizontalAdvance("中"), 60)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()


class _FormDelegate(QStyledItemDelegate):
    """Give the rows air, and the form that is shown a line of the accent."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), hint.height() + GRID)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect = QRect(option.rect)
        if option.state & _STATE.State_Selected:
            painter.fillRect(rect, option.palette.color(_ROLE.Midlight))
        # The style would tint the mark of a chosen row, and the mark's colour says something.
        option.state &= ~_STATE.State_Selected
        option.rect = rect.adjusted(_BAR + 4, 0, 0, 0)
        super().paint(painter, option, index)
        if index.data(_SHOWN):
            bar = QRect(rect.left(), rect.top(), _BAR, rect.height())
            painter.fillRect(bar, option.palette.color(_ROLE.Highlight))
