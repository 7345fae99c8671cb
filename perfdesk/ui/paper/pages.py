"""The pages of a document below each other on a neutral ground, at any size, always white."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from perfdesk.ui.kit.look import GRID
from perfdesk.ui.paper.renderer import Wanted

GAP, EDGE = 2 * GRID, 3 * GRID
LEAST, MOST = 0.25, 5.0
_STEP = 1.25
_PAPER = QColor("white")
_INCH = 25.4
# Of the paper's own colours, not the palette's: paper is white in the dark too.
_HERE = QColor(31, 95, 168, 34)
_HERE_EDGE = QColor(31, 95, 168, 150)
_ROLE = QPalette.ColorRole


class Fit(Enum):
    """How the size of the pages follows the window."""

    FREE = "free"
    WIDTH = "width"
    PAGE = "page"


class PageView(QAbstractScrollArea):
    """Show pages; `pressed` and `hovered` give a page and millimetres on it.

    `wanted_changed` says that other pictures are wanted than before: see `wanted`.
    """

    pressed = Signal(int, QPointF)
    hovered = Signal(int, QPointF)
    wanted_changed = Signal()
    page_changed = Signal(int)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: list[tuple[float, float]] = []
        self._pictures: dict[int, tuple[float, QImage]] = {}
        self._fresh: set[int] = set()
        self._marks: list[tuple[int, QRectF]] = []
        self._fit, self._zoom = Fit.WIDTH, 1.0
        self._page = 0
        self.setAccessibleName("打印预览")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setBackgroundRole(_ROLE.Mid)
        self.viewport().setAutoFillBackground(True)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)

    # What is shown

    @property
    def zoom(self) -> float:
        """Give the size as a factor; 1 is as large as the paper."""
        return self._zoom

    @property
    def page(self) -> int:
        """Give the page in the middle of the window, counted from 0."""
        return self._page

    @property
    def page_count(self) -> int:
        return len(self._sizes)

    def height_of(self, page: int) -> float:
        return self._sizes[page][1]

    def show_pages(self, sizes: list[tuple[float, float]]) -> None:
        """Take new pages; the old pictures stay until the new ones come."""
        self._sizes = sizes
        self._fresh.clear()
        self._pictures = {page: kept for page, kept in self._pictures.items() if page < len(sizes)}
        self._arrange()
        self._on_scroll()

    def show_picture(self, wanted: Wanted, image: QImage) -> None:
        if wanted.page < len(self._sizes):
            self._pictures[wanted.page] = (wanted.dots, image)
            self._fresh.add(wanted.page)
            self.viewport().update()

    def mark(self, marks: list[tuple[int, QRectF]]) -> None:
        """Tint rectangles, in millimetres on a page."""
        self._marks = marks
        self.viewport().update()

    def bring_up(self, page: int, place: QRectF) -> None:
        """Scroll only as far as a rectangle on a page needs to be seen."""
        box = self._on_screen(page, place)
        bar = self.verticalScrollBar()
        if box.top() < EDGE:
            bar.setValue(int(bar.value() + box.top() - EDGE))
        elif box.bottom() > self.viewport().height() - EDGE:
            beyond = box.bottom() - self.viewport().height() + EDGE
            bar.setValue(int(bar.value() + min(beyond, box.top() - EDGE)))

    def wanted(self) -> tuple[Wanted, ...]:
        """Say which pictures what is in sight takes, the current page first."""
        dots = round(self._dots * self.devicePixelRatioF(), 3)
        sight = QRectF(self.viewport().rect()).adjusted(0, -200, 0, 200)
        pages = [page for page in range(len(self._sizes)) if self.frame(page).intersects(sight)]
        pages.sort(key=lambda page: abs(page - self._page))
        return tuple(Wanted(page, dots) for page in pages)

    def missing(self) -> tuple[Wanted, ...]:
        """Say which of the wanted pictures are not there, or those of older paper or size."""
        return tuple(
            each
            for each in self.wanted()
            if each.page not in self._fresh or self._pictures[each.page][0] != each.dots
        )

    def forget_far_pictures(self) -> None:
        """Keep the pictures of the pages around the current one only."""
        self._pictures = {
            page: kept for page, kept in self._pictures.items() if abs(page - self._page) <= 4
        }
        self._fresh &= self._pictures.keys()

    # Places

    @property
    def _dots(self) -> float:
        return self._zoom * self.logicalDpiX() / _INCH

    def frame(self, page: int) -> QRectF:
        """Give the place of a page in the window."""
        top = EDGE + sum(self._sizes[each][1] * self._dots + GAP for each in range(page))
        width, height = (side * self._dots for side in self._sizes[page])
        room = max(self.viewport().width(), self._widest() * self._dots + 2 * EDGE)
        left = (room - width) / 2 - self.horizontalScrollBar().value()
        return QRectF(round(left), round(top) - self.verticalScrollBar().value(), width, height)

    def _on_screen(self, page: int, place: QRectF) -> QRectF:
        corner = self.frame(page).topLeft() + place.topLeft() * self._dots
        return QRectF(corner, place.size() * self._dots)

    def _widest(self) -> float:
        return max((width for width, _ in self._sizes), default=0.0)

    def place_at(self, point: QPointF) -> tuple[int, QPointF] | None:
        """Find the page under a point of the window, and the millimetres on it."""
        for page in range(len(self._sizes)):
            frame = self.frame(page)
            if frame.contains(point):
                return page, (point - frame.topLeft()) / self._dots
        return None

    # Size

    def set_fit(self, fit: Fit) -> None:
        """Let the size follow the window from now on."""
        self._fit = fit
        self._arrange()
        self.wanted_changed.emit()

    def set_zoom(self, zoom: float, keep: QPoint | None = None) -> None:
        """Choose a size; the point of the window given stays over the same place."""
        point = QPointF(keep or self.viewport().rect().center())
        bars = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        place = self.place_at(point)
        self._fit, before = Fit.FREE, self._zoom
        self._set_zoom(zoom)
        if place:
            moved = self._on_screen(place[0], QRectF(place[1], place[1])).topLeft() - point
            self.horizontalScrollBar().setValue(
                round(self.horizontalScrollBar().value() + moved.x())
            )
            self.verticalScrollBar().setValue(round(self.verticalScrollBar().value() + moved.y()))
        else:
            self.verticalScrollBar().setValue(round(bars.y() * self._zoom / before))
        self.wanted_changed.emit()

    def step_zoom(self, steps: float, keep: QPoint | None = None) -> None:
        """Make the pages larger or smaller by steps."""
        self.set_zoom(self._zoom * _STEP**steps, keep)

    def _arrange(self) -> None:
        if self._fit is not Fit.FREE and self._sizes:
            # The bar is reckoned in, or the pages would jump when it comes and goes.
            bar = self.verticalScrollBar().sizeHint().width()
            room = self.width() - 2 * self.frameWidth() - bar - 2 * EDGE
            zoom = room / self._widest()
            if self._fit is Fit.PAGE:
                tallest = max(height for _, height in self._sizes)
                zoom = min(zoom, (self.viewport().height() - 2 * EDGE) / tallest)
            self._set_zoom(zoom * _INCH / self.logicalDpiX())
        else:
            self._set_zoom(self._zoom)

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = max(LEAST, min(zoom, MOST))
        width = self._widest() * self._dots + 2 * EDGE
        height = 2 * EDGE - GAP + sum(size[1] * self._dots + GAP for size in self._sizes)
        view = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(round(width) - view.width(), 0))
        across.setPageStep(view.width())
        down.setRange(0, max(round(height) - view.height(), 0))
        down.setPageStep(view.height())
        for bar in (across, down):
            bar.setSingleStep(3 * GRID)
        self.zoomed.emit(self._zoom)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Ask for room for a page at a readable size."""
        return QSize(560, 720)

    # Events

    def _on_scroll(self) -> None:
        middle = self.viewport().height() / 2
        page = next(
            (nth for nth in range(len(self._sizes)) if self.frame(nth).bottom() + GAP > middle),
            max(len(self._sizes) - 1, 0),
        )
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()
        self.wanted_changed.emit()

    def go_to_page(self, page: int) -> None:
        """Bring a page's top edge up."""
        bar = self.verticalScrollBar()
        bar.setValue(int(bar.value() + self.frame(page).top() - GAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in sight: a quiet shadow, the paper, its picture, the marks."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in range(len(self._sizes)):
            frame = self.frame(page)
            if not frame.intersects(QRectF(event.rect()).adjusted(-4, -4, 4, 4)):
                continue
            painter.fillRect(frame.translated(1.5, 1.5), QColor(0, 0, 0, 50))
            painter.fillRect(frame, _PAPER)
            if page in self._pictures:
                self._paint_picture(painter, frame, page)
            for marked, place in self._marks:
                if marked == page:
                    box = self._on_screen(page, place)
                    painter.fillRect(box, _HERE)
                    painter.setPen(QPen(_HERE_EDGE, 1.5))
                    painter.drawRect(box)

    def _paint_picture(self, painter: QPainter, frame: QRectF, page: int) -> None:
        dots, image = self._pictures[page]
        ratio = self.devicePixelRatioF()
        if abs(dots - self._dots * ratio) < 0.01:
            # Dot for dot: a picture stretched by half a dot is a blurred one.
            image.setDevicePixelRatio(ratio)
            painter.drawImage(frame.topLeft(), image)
        else:
            painter.drawImage(frame, image)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pages as wide as asked for."""
        super().resizeEvent(event)
        self._arrange()
        self._on_scroll()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Make the pages larger with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(event.angleDelta().y() / 240, event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first and the last page with Home and End."""
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the mouse."""
        place = self.place_at(event.position())
        self.hovered.emit(*(place or (-1, QPointF())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell what was pressed."""
        place = self.place_at(event.position())
        if place and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(*place)
