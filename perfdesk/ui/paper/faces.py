"""纸面字体…: choose the installed face that stands for 宋体 on paper.

The list is made beside the window. What the paper lacks in the chosen face is drawn in the
program's own, character by character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from perfdesk.commands.paper_face import OfferedFace, offered_faces, why_face_unfit
from perfdesk.ui.kit.layout import grow, vbox
from perfdesk.ui.kit.plain import caption, label, tip
from perfdesk.ui.kit.services import Services

_SAMPLE = "项目支出绩效自评表（第1页）：1,234.56元，99.22%"
_LARGER = 3  # points: a sample is looked at, not read
_ADVICE = (
    "打印、PDF 和预览里的宋体改用选中的字体；标题的黑体不变。这个字体没有的字，仍用本程序自带的"
    "宋体。字体只记在这台电脑上，换一台电脑打开时用那里的选择。"
)
_AT_WORK = "正在查找已安装的中文字体…"
_NONE = "这台电脑上没有找到其他中文字体。"


class PaperFaceDialog(QDialog):
    """Show the faces with a sample each; those that will not do are greyed, with the reason."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._faces: Sequence[OfferedFace] = ()
        self._loaded: list[int] = []
        self._samples: Iterator[None] = iter(())
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._show_next_sample)
        self.finished.connect(self._leave)
        self.setWindowTitle("纸面字体")
        self.resize(760, 460)
        self.table = QTableWidget(0, 2)
        self.table.setAccessibleName("可以用在纸面上的字体")
        self.table.setHorizontalHeaderLabels(["字体", "样子"])
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # Tab leaves the list for the buttons.
        self.table.setTabKeyNavigation(False)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        self.note = label(_AT_WORK, wrap=True)
        advice = label(_ADVICE, wrap=True, quiet=True)
        buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.use_button = buttons.addButton(caption("使用这个字体"), roles.AcceptRole)
        buttons.addButton(caption("取消"), roles.RejectRole)
        self.use_button.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.table.itemSelectionChanged.connect(self._on_chosen)
        self.table.itemDoubleClicked.connect(lambda _: self.use_button.click())
        self.setLayout(vbox(advice, grow(self.table), self.note, buttons, margin=2))

    @property
    def chosen(self) -> OfferedFace | None:
        rows = self.table.selectionModel().selectedRows()
        return self._faces[rows[0].row()] if rows else None

    def show_faces(self, faces: Sequence[OfferedFace]) -> None:
        """Fill the list, and mark the face that is in use."""
        self._faces = faces
        self.note.setText("" if len(faces) > 1 else _NONE)
        self.note.setVisible(len(faces) == 1)
        self.table.setRowCount(len(faces))
        for row, face in enumerate(faces):
            for column, text in enumerate((face.name, face.unfit)):
                item = QTableWidgetItem(text)
                item.setToolTip(tip(f"{face.path}\n{face.unfit}".strip()))
                if face.unfit:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                self.table.setItem(row, column, item)
            if face.key == self._key and not face.unfit:
                self.table.selectRow(row)
        if self.chosen is None:
            self.table.selectRow(0)
        self.table.setFocus()
        self.table.resizeRowsToContents()
        self._samples = self._show_samples()
        self._idle.start()

    def show_trouble(self, error: Exception) -> None:
        """Say that the fonts could not be looked through."""
        self.note.setText(f"查找字体时发生意外（{type(error).__name__}），纸面字体没有改变。")

    def _show_samples(self) -> Iterator[None]:
        for row, face in enumerate(self._faces):
            family = "" if face.unfit else self._family(face)
            if family:
                font = QFont(family, self.font().pointSize() + _LARGER)
                # What the face lacks must not come from another one here, unseen.
                font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
                item = QTableWidgetItem(_SAMPLE)
                item.setFont(font)
                item.setToolTip(tip(str(face.path)))
                self.table.setItem(row, 1, item)
                self.table.resizeRowToContents(row)
                yield

    def _show_next_sample(self) -> None:
        if next(self._samples, self) is self:
            self._idle.stop()

    def _family(self, face: OfferedFace) -> str:
        """Name a face as Qt knows it; one that the system does not show it is read here."""
        if QFontDatabase.hasFamily(face.name):
            return face.name
        number = QFontDatabase.addApplicationFont(str(face.path))
        if number < 0:
            return ""
        self._loaded.append(number)
        families = QFontDatabase.applicationFontFamilies(number)
        return families[min(face.number, len(families) - 1)] if families else ""

    def _on_chosen(self) -> None:
        self.use_button.setEnabled(self.chosen is not None)

    def _leave(self) -> None:
        self._idle.stop()
        while self._loaded:
            QFontDatabase.removeApplicationFont(self._loaded.pop())


def choose_paper_face(services: Services, follow: Callable[[], None]) -> PaperFaceDialog:
    """Let a person choose; `follow` is called once another face stands on paper."""
    context, key = services.context, services.preferences.current.paper_face
    dialog = PaperFaceDialog(key, services.window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    is_open = [True]

    def fill(faces: Sequence[OfferedFace]) -> None:
        if is_open:
            dialog.show_faces(faces)

    def fail(error: Exception) -> None:
        if is_open:
            dialog.show_trouble(error)

    def use() -> None:
        face = dialog.chosen
        if face is not None and face.key != key:
            use_face(services, face, follow)

    dialog.finished.connect(is_open.clear)
    dialog.accepted.connect(use)
    dialog.open()
    services.jobs.run("正在查找字体", lambda: offered_faces(context, key), fill, fail)
    return dialog


def use_face(services: Services, face: OfferedFace, follow: Callable[[], None]) -> None:
    """Put a face on paper, once it was read whole and found fit."""
    messages = services.messages

    def done(why: str) -> None:
        if why:
            messages.trouble(f"“{face.name}”不能用作纸面字体：{why}纸面字体没有改变。")
            return
        services.preferences.change(paper_face=face.key)
        follow()
        messages.say(f"纸面字体：{face.name}。")

    doing = "换纸面字体"
    services.run(f"正在{doing}", lambda: why_face_unfit(face.key), done, failed=doing)
