"""Editors for choices and dates: buttons side by side, a list to type into, a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QTextCharFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from perfdesk.models.form import Field
from perfdesk.models.values import Kind, parse, written
from perfdesk.ui.form.text_editors import LineEditor, has_left
from perfdesk.ui.kit.icons import Icons, mark_size
from perfdesk.ui.kit.layout import grow, hbox, spaced
from perfdesk.ui.kit.look import changes_look, control_height
from perfdesk.ui.kit.plain import caption, tip

_MOST_BUTTONS = 3
_MOST_BUTTON_CHARACTERS = 24


def fits_buttons(field: Field) -> bool:
    """Tell whether a field's choices are few and short enough to stand side by side."""
    return (
        0 < len(field.choices) <= _MOST_BUTTONS
        and not field.open_choices
        and sum(map(len, field.choices)) <= _MOST_BUTTON_CHARACTERS
    )


class ChoiceButtons(QWidget):
    """Few short choices as buttons; a second click clears, arrows move along.

    A text that is none of the choices stands as one more button, so that it is seen.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(self, choices: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._row = spaced(QHBoxLayout(self), spacing=0.5)
        self._buttons = [self._add(choice) for choice in choices]
        self._unlisted = self._add("")
        self._unlisted.hide()
        self._row.addStretch(1)
        self._set_tab_stop()

    def _add(self, choice: str) -> _ChoiceButton:
        button = _ChoiceButton(choice, self)
        button.clicked.connect(lambda checked: self._on_clicked(button, checked))
        button.left.connect(self._on_left)
        button.stepped.connect(lambda step: self._step(button, step))
        self._row.addWidget(button)
        return button

    def setAccessibleName(self, name: str) -> None:
        """Name the buttons after the field and their choice."""
        super().setAccessibleName(name)
        self._name = name
        for button in (*self._buttons, self._unlisted):
            button.setAccessibleName(f"{name}：{button.choice}")

    def show_text(self, text: str) -> None:
        for button in self._buttons:
            button.setChecked(button.choice == text.strip())
        is_strange = bool(text.strip()) and not any(one.isChecked() for one in self._buttons)
        self._unlisted.set_choice(text if is_strange else "")
        self._unlisted.setAccessibleName(f"{self._name}：{text}")
        self._unlisted.setChecked(is_strange)
        self._unlisted.setVisible(is_strange)
        self._set_tab_stop()

    def _set_tab_stop(self, stop: _ChoiceButton | None = None) -> None:
        # Tab comes here once, at the choice that is made; the arrows do the rest.
        buttons = (*self._buttons, self._unlisted)
        stop = stop or next((one for one in buttons if one.isChecked()), self._buttons[0])
        for one in buttons:
            is_stop = one is stop
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(stop)

    def _on_clicked(self, button: _ChoiceButton, checked: bool) -> None:
        text = button.choice if checked else ""
        self.show_text(text)
        self.edited.emit(text)

    def _on_left(self) -> None:
        if not self.isAncestorOf(self.window().focusWidget() or self.window()):
            self.left.emit()

    def _step(self, button: _ChoiceButton, step: int) -> None:
        shown = [one for one in (*self._buttons, self._unlisted) if not one.isHidden()]
        target = shown[(shown.index(button) + step) % len(shown)]
        self._set_tab_stop(target)
        target.setFocus(Qt.FocusReason.OtherFocusReason)


class _ChoiceButton(QPushButton):
    left = Signal()
    stepped = Signal(int)

    def __init__(self, choice: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.set_choice(choice)
        self.setCheckable(True)
        self.setAutoDefault(False)

    def set_choice(self, choice: str) -> None:
        self.choice = choice
        self.setText(caption(choice))

    def paintEvent(self, event: QPaintEvent) -> None:
        # Fusion shows a checked button as a shade of grey, which is not to be told from
        # an unchecked one at a glance; and a choice is what a form is about.
        palette, roles = self.palette(), QPalette.ColorRole
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen, has_focus = self.isChecked(), self.hasFocus()
        is_lit = is_chosen or has_focus or self.underMouse()
        # As Fusion finds the edge of its own controls: see look.apply_theme.
        edge = palette.color(roles.Highlight) if is_lit else palette.window().color().darker(140)
        painter.setPen(QPen(edge, 2 if has_focus else 1))
        painter.setBrush(palette.color(roles.Highlight if is_chosen else roles.Base))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)
        if is_chosen and has_focus:
            painter.setPen(palette.color(roles.HighlightedText))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 2, 2)
        painter.setPen(palette.color(roles.HighlightedText if is_chosen else roles.Text))
        words = f"✓ {self.choice}" if is_chosen else self.choice
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), words)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(f"✓ {self.choice}") + 24
        return QSize(max(width, 64), control_height(self))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = keys.get(Qt.Key(event.key()))
        if step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if has_left(event):
            self.left.emit()


class ChoiceCombo(QComboBox):
    """Many or long choices, or a list known in part: choose, or type.

    The wheel scrolls the page, never the choice.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(self, choices: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        line = LineEditor(parent=self)
        self.setLineEdit(line)
        self._line = line
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(choices)
        self.setCurrentIndex(-1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        completer = QCompleter(list(choices), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        line.edited.connect(self.edited)
        line.left.connect(self.left)
        self.textActivated.connect(self._on_chosen)

    def show_text(self, text: str) -> None:
        """Show what the document holds, unless a person is composing."""
        self._line.show_text(text)

    def _on_chosen(self, text: str) -> None:
        self._line.show_text(text)
        self.edited.emit(text)

    def sizeHint(self) -> QSize:
        """Stand as high as lines and buttons beside it."""
        return QSize(super().sizeHint().width(), control_height(self))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()


class DateEditor(QWidget):
    """A date in any writing, with a calendar for those who would rather point."""

    edited = Signal(str)
    left = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._line = LineEditor(Kind.DATE, parent=self)
        self._line.setPlaceholderText("例如 2024年08月31日")
        self._button = QToolButton(self)
        self._button.setToolTip(tip("从日历中选择"))
        self._button.setAutoRaise(True)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._pop_up)
        self.setLayout(hbox(grow(self._line), self._button, spacing=0.5))
        self.setFocusProxy(self._line)
        self._line.edited.connect(self.edited)
        self._line.left.connect(self.left)
        self._refresh_look()

    def setAccessibleName(self, name: str) -> None:
        """Name the line and the calendar's button."""
        super().setAccessibleName(name)
        self._line.setAccessibleName(name)
        self._button.setAccessibleName(f"{name}：日历")

    def show_text(self, text: str) -> None:
        """Show what the document holds, unless a person is composing."""
        self._line.show_text(text)

    def _pop_up(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            # Red means an error in this window.
            calendar.setWeekdayTextFormat(day, QTextCharFormat())
        value = parse(Kind.DATE, self._line.text()).value
        if isinstance(value, date):
            calendar.setSelectedDate(QDate(value.year, value.month, value.day))
        calendar.clicked.connect(lambda day: self._choose(menu, day))
        calendar.activated.connect(lambda day: self._choose(menu, day))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._line.mapToGlobal(self._line.rect().bottomLeft()))
        calendar.setFocus()

    def _choose(self, menu: QMenu, day: QDate) -> None:
        menu.close()
        text = written(Kind.DATE, date(day.year(), day.month(), day.day()))
        self._line.show_text(text)
        self.edited.emit(text)
        self._line.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        if changes_look(event):
            self._refresh_look()

    def _refresh_look(self) -> None:
        size = mark_size(self.fontMetrics())
        self._button.setIconSize(QSize(size, size))
        self._button.setIcon(self._icons.icon("calendar", self.palette()))
