"""定稿 in the window: follow whether the tie between data and 定稿 holds, and mend it.

The code takes longer to reckon than a key may take, so it follows a moment after the last one.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Refusal
from perfdesk.commands.finalising import Standing, finalise, standing, why_broken
from perfdesk.models.document import Document
from perfdesk.models.edits import SetFinal
from perfdesk.models.finalised import Final
from perfdesk.session import Change, Session
from perfdesk.ui.kit.finish_typing import finish_typing
from perfdesk.ui.kit.message_bar import MessageBar, Offer
from perfdesk.ui.kit.services import Services
from perfdesk.ui.opened.open_forms import OpenForm, OpenForms

_MOMENT = 150


class Finalising(QObject):
    """Know the code of the form on the screen, and say where it has left its 定稿.

    `changed` comes when there may be something else to say; `refused` when errors stand in the
    way; `news` with what was done. `messages` are for the window to show.
    """

    changed = Signal()
    refused = Signal()
    news = Signal(str)

    def __init__(self, services: Services, forms: OpenForms) -> None:
        super().__init__()
        self._context, self._forms = services.context, forms
        self.messages = MessageBar(services.icons)
        self.code, self.standing = "", Standing.OPEN
        self._shown: tuple[OpenForm, Final | None] | None = None
        # Each form as it last agreed with its final: to look for that in the history, codes
        # would take too long.
        self._held: dict[OpenForm, Document] = {}
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(self.refresh)
        forms.changed.connect(self._on_change)
        forms.switched.connect(self.refresh)
        self.refresh()

    @property
    def session(self) -> Session:
        return self._forms.current.session

    def _on_change(self, form: OpenForm, change: Change) -> None:
        if isinstance(change.edit, SetFinal) or change.fact is not None:
            self.refresh()
        elif change.edit is not None:
            self._soon.start()

    def refresh(self) -> None:
        """Reckon the code anew, and tell."""
        self._soon.stop()
        session = self.session
        self.code = code_of(session.edition, session.document)
        self.standing = standing(session.document, self.code)
        if self.standing is Standing.HOLDS:
            self._held[self._forms.current] = session.document.copy()
        self._speak()
        self.changed.emit()

    def _speak(self) -> None:
        if self.standing is not Standing.BROKEN:
            self._shown = None
            self.messages.clear()
            return
        # Once closed it stays closed, until the tie breaks anew.
        state, words = (self._forms.current, self.session.document.final), self.words()
        if state != self._shown or self.messages.text not in ("", words):
            self._shown = state
            self.messages.note(words, *self._offers())

    def _offers(self) -> list[Offer]:
        offers: list[Offer] = [("重新定稿", self.finalise)]
        if self.can_go_back:
            offers.append(("撤销改动", self.go_back))
        return offers

    def words(self) -> str:
        """Say how the data differ from 定稿; blank where they do not."""
        if self.standing is not Standing.BROKEN:
            return ""
        return why_broken(self.session.document, self._context.now())

    @property
    def can_go_back(self) -> bool:
        """Tell whether undoing leads back to the data of 定稿."""
        return self.session.steps_back_to(self._holds) > 0

    def go_back(self) -> None:
        """Undo until the data are those of 定稿 again; each step can be redone."""
        finish_typing()
        for _ in range(self.session.steps_back_to(self._holds)):
            self.session.undo()
        self.refresh()

    def _holds(self, document: Document) -> bool:
        held = self._held.get(self._forms.current)
        if held is None or held.final != self.session.document.final:
            return False
        return (held.final, held.cells, held.tables) == (
            document.final,
            document.cells,
            document.tables,
        )

    def finalise(self) -> None:
        """Finalise the form as it stands, or have it said why not."""
        finish_typing()
        session = self.session
        try:
            edit = finalise(self._context, self._forms.current.bridge.snapshot())
        except Refusal as refusal:
            self.news.emit(str(refusal))
            self.refused.emit()
            return
        session.seal()
        session.apply(edit)
        session.seal()
        code = edit.final.code if edit.final else ""
        self.news.emit(f"已定稿，校验码 {code}。打印件不再带“草稿”字样。")

    def reopen(self) -> None:
        """Take 定稿 back."""
        finish_typing()
        self.session.seal()
        if self.session.apply(SetFinal(None)):
            self.news.emit("已取消定稿，打印件又带“草稿”字样。")
