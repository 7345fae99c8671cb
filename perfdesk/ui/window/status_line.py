"""The line at the bottom: saved or not, draft or not, how much of the money is spent, text size."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from perfdesk.models.severity import Severity
from perfdesk.ui.kit.layout import hbox, holding
from perfdesk.ui.kit.plain import label

if TYPE_CHECKING:
    from perfdesk.commands.finalising import Standing
    from perfdesk.session import Session

_SPOKEN_FOR = 8000


class StatusLine(QStatusBar):
    """Show the state of the open project."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._saved, self._draft, self._code = label(), label(), label(selectable=True)
        self._work, self._rate, self._zoom = label(), label(), label()
        self._news = label()
        self._silence = QTimer(self, singleShot=True, interval=_SPOKEN_FOR)
        # Not show_news, which would start the clock again, and so for ever.
        self._silence.timeout.connect(lambda: self._set_text(self._news, ""))
        self.addWidget(_spaced(self._saved, self._draft, self._code, self._work, self._news))
        self.addPermanentWidget(_spaced(self._rate, self._zoom))

    def show_session(
        self,
        session: Session,
        saved_at: datetime | None,
        *,
        is_dirty: bool,
        is_checked: bool,
        standing: Standing,
        code: str,
    ) -> None:
        """Show whether the project is saved, and how one of its forms stands.

        Errors are counted once a check was asked for.
        """
        if is_dirty:
            saved = "有未保存的修改"
        else:
            saved = f"已保存 {saved_at:%H:%M}" if saved_at else "没有修改"
        self._set_text(self._saved, saved)
        count = session.evaluation.count(Severity.ERROR)
        self._set_text(self._draft, _standing(standing, count, is_checked))
        self._set_text(self._code, f"校验码 {code}" if code else "")
        self._set_text(self._rate, _rate(session))

    def show_nothing(self) -> None:
        for part in (self._saved, self._draft, self._code, self._rate):
            self._set_text(part, "")

    def show_work(self, names: tuple[str, ...]) -> None:
        """Show what runs beside the window."""
        self._set_text(self._work, f"{names[0]}…" if names else "")

    def show_news(self, text: str) -> None:
        """Show news for a while."""
        self._set_text(self._news, text)
        self._silence.start()

    @property
    def news(self) -> str:
        return self._news.text()

    def show_zoom(self, percent: int) -> None:
        self._set_text(self._zoom, f"文字 {percent}%")

    @staticmethod
    def _set_text(part: QLabel, text: str) -> None:
        if text != part.text():
            part.setText(text)
            part.setVisible(bool(text))


def _standing(standing: Standing, errors: int, is_checked: bool) -> str:
    """Say whether paper would be a draft, and why."""
    # By value: the line is painted before the commands are read.
    if standing.value == "broken":
        return "与定稿不一致"
    if standing.value == "holds":
        return f"已定稿，但现有 {errors} 处错误" if errors else "已定稿"
    if errors:
        return f"草稿：还有 {errors} 处错误" if is_checked else "草稿"
    return "草稿：可以定稿"


def _rate(session: Session) -> str:
    """Give the form's first computed percentage outside its bars, which show theirs already.

    By the order of these forms it is that of the money.
    """
    # Not at the top: the line is painted before there is anything to rate.
    from perfdesk.models.refs import Ref
    from perfdesk.models.values import Kind

    for name, field in session.edition.fields.items():
        if field.is_computed and field.kind is Kind.PERCENT and not field.appearance:
            computed = session.evaluation.computed.get(Ref(name))
            if computed and computed.text:
                return f"{field.label.split('（')[0]} {computed.text}"
            return ""
    return ""


def _spaced(*parts: QWidget) -> QWidget:
    for part in parts:
        part.hide()
    return holding(hbox(*parts, margin=(1, 0.25, 1, 0.25), spacing=3))
