"""One field on the page: its label, its editor or computed figure, and what is wrong with it."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QToolButton, QWidget

from perfdesk.models.finding import Computed
from perfdesk.models.form import Appearance, Edition, Field
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.ui.form.choice_editors import ChoiceButtons, ChoiceCombo, DateEditor, fits_buttons
from perfdesk.ui.form.finding_lines import FindingLines
from perfdesk.ui.form.percent_bar import PercentBar
from perfdesk.ui.form.text_editors import LineEditor, LongTextEditor
from perfdesk.ui.kit.icons import Icons, mark_size
from perfdesk.ui.kit.layout import grow, hbox, holding, vbox
from perfdesk.ui.kit.look import changes_look
from perfdesk.ui.kit.plain import label, tip
from perfdesk.ui.opened.bridge import Bridge

_LONG_CHOICE = 16
_LONG_BUTTONS = 10

AnyEditor = LineEditor | LongTextEditor | ChoiceButtons | ChoiceCombo | DateEditor


class FieldBox(QWidget):
    """Show and edit one field outside tables.

    `is_wide` says that it wants the whole width of the page.
    """

    def __init__(self, bridge: Bridge, icons: Icons, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.ref = Ref(field.name)
        self.field = field
        self.is_wide = is_wide(field)
        self.editor: AnyEditor | None = None
        self._bridge, self._icons = bridge, icons
        self._computed: Computed | None = None
        self._bar = PercentBar() if field.appearance is Appearance.BAR else None
        head = self._head(bridge.session.edition)
        body = self._figure() if field.is_computed else self._edited()
        self._findings = FindingLines(bridge, icons, self.editor, self)
        self.setLayout(vbox(head, body, self._hint, self._findings, spacing=0.5))
        self.refresh()

    def _head(self, edition: Edition) -> QBoxLayout:
        field = self.field
        self._label = label(field.label, wrap=field.appearance is Appearance.BAR)
        self._count = label(quiet=True)
        self._hint = label(hint_text(edition, field), wrap=True, selectable=True, quiet=True)
        self._hint.hide()
        self._info = QToolButton()
        self._info.setAutoRaise(True)
        self._info.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._info.setToolTip(tip(self._hint.text()))
        self._info.setAccessibleName(f"{field.label}：填报说明")
        if not self._hint.text():
            self._info.hide()
        self._info.clicked.connect(self.toggle_hint)
        self._refresh_look()
        # A label that wraps takes the width itself: a stretch would leave it none.
        wide = int(self._label.wordWrap())
        named, blank = grow(self._label, wide), grow(share=1 - wide)
        return hbox(named, self._info, blank, self._count, spacing=0.5)

    def _figure(self) -> QWidget:
        self._value = label(selectable=True, size=1.1, bold=True)
        self._rule = label(wrap=True, selectable=True, quiet=True)
        self._rule.hide()
        bar = [self._bar] if self._bar is not None else []
        return holding(vbox(self._value, *bar, self._rule, margin=(0, 0.5, 0, 0), spacing=0.5))

    def _edited(self) -> QWidget:
        field = self.field
        editor = make_editor(field, self._bridge.session.edition, self._icons)
        self.editor = editor
        editor.setAccessibleName(field.label)
        editor.setAccessibleDescription(field.hint)
        editor.edited.connect(self._on_edited)
        editor.left.connect(self._on_left)
        self._label.setBuddy(editor)
        unit = shown_unit(field)
        return holding(hbox(grow(editor), label(unit, quiet=True))) if unit else editor

    def refresh(self) -> None:
        """Show the cell as the session has it now."""
        session = self._bridge.session
        if self.editor is not None:
            text = session.document.text(self.ref)
            self.editor.show_text(text)
            self._show_count(text)
        else:
            self._show_computed(session.evaluation.computed.get(self.ref))
        self.refresh_findings()

    def refresh_findings(self) -> None:
        findings = self._bridge.at(self.ref)
        if self._findings.show_findings(findings) and self.editor is not None:
            said = "；".join(f"{one.severity.word}：{one.message}" for one in findings)
            self.editor.setAccessibleDescription(said or self.field.hint)

    def refresh_computed(self) -> None:
        """Show the computed figure as it is now; nothing for a field that is typed."""
        if self.field.is_computed:
            self._show_computed(self._bridge.session.evaluation.computed.get(self.ref))

    def focus(self) -> None:
        (self.editor or self._value).setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_hint(self) -> bool:
        """Show or hide the hint under the field; False where there is none."""
        self._hint.setVisible(bool(self._hint.text()) and self._hint.isHidden())
        return bool(self._hint.text())

    def _show_computed(self, computed: Computed | None) -> None:
        if computed is self._computed and computed is not None:
            return
        self._computed = computed
        text = computed.text if computed else ""
        self._value.setText(f"ƒ  {text or '—'}")
        self._value.setAccessibleName(f"{self.field.label}：{text or '空白'}，自动计算")
        rule = computed.rule if computed else ""
        figures = computed.figures if computed and text else ""
        said = "= " + " = ".join(part for part in dict.fromkeys((rule, figures)) if part)
        basis = f"\n依据：{computed.basis}" if computed and computed.basis else ""
        if self._bar is not None:
            value = computed.value if computed else None
            self._bar.show_percent(value if isinstance(value, Decimal) else None)
            self.setToolTip(tip(f"ƒ {said}{basis}"))
            return
        self._rule.setToolTip(tip(basis.strip()))
        self._rule.setText(said)
        self._rule.setVisible(bool(rule or figures))

    def _show_count(self, text: str) -> None:
        if self.field.kind is Kind.LONG_TEXT:
            count = sum(character not in "\r\n" for character in text)
            self._count.setText(f"{count} 字" if count else "")

    def _on_edited(self, text: str) -> None:
        self._bridge.set_text(self.ref, text)

    def _on_left(self) -> None:
        self._bridge.session.seal()
        self._bridge.visit(self.ref)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        if changes_look(event):
            self._refresh_look()

    def _refresh_look(self) -> None:
        size = mark_size(self.fontMetrics())
        self._info.setIconSize(QSize(size, size))
        self._info.setFixedSize(size + 4, size + 4)
        self._info.setIcon(self._icons.icon("info", self.palette()))


def is_wide(field: Field) -> bool:
    """Tell whether a field wants the whole width of the page."""
    if fits_buttons(field):
        return sum(map(len, field.choices)) > _LONG_BUTTONS
    return field.kind is Kind.LONG_TEXT or any(len(one) > _LONG_CHOICE for one in field.choices)


def make_editor(field: Field, edition: Edition, icons: Icons) -> AnyEditor:
    """Make the editor that suits a field."""
    if field.kind is Kind.LONG_TEXT:
        return LongTextEditor()
    if field.kind is Kind.DATE:
        return DateEditor(icons)
    if field.kind is Kind.FRAMEWORK:
        return ChoiceCombo(tuple(framework.name for framework in edition.frameworks))
    if fits_buttons(field):
        return ChoiceButtons(field.choices)
    if field.kind is Kind.CHOICE:
        return ChoiceCombo(field.choices)
    return LineEditor(field.kind, field.unit)


def shown_unit(field: Field) -> str:
    """Give the unit to stand behind the editor; blank where the label names it."""
    return "" if field.unit in field.label else field.unit


def hint_text(edition: Edition, field: Field, table: str = "") -> str:
    """Put together what a clerk may want to know of a field: hint, example, basis."""
    at = f"{table}[].{field.name}" if table else field.name
    basis = dict.fromkeys(check.basis for check in edition.checks if check.at == at and check.basis)
    lines = [field.hint] if field.hint else []
    lines += [f"例：{field.example}"] if field.example else []
    lines += [f"依据：{'；'.join(basis)}"] if basis else []
    return "\n".join(lines)
