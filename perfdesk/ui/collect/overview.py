"""The first look at what was collected: the counts, each a way to its list, and two spreads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from perfdesk.models.summary_lines import Spread
from perfdesk.ui.collect.spread_chart import SpreadChart
from perfdesk.ui.kit.layout import grow, hbox, table, vbox
from perfdesk.ui.kit.look import quieten, scale
from perfdesk.ui.kit.plain import caption, label

# In Chinese characters: the least width for two charts side by side.
_WIDE = 56


class CollectOverview(QWidget):
    """Show counts and spreads; `list_wanted` names the list that a count leads to."""

    list_wanted = Signal(str)
    class_chosen = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._counts = table(across=1, down=1)
        self.charts = (SpreadChart(), SpreadChart())
        self._charts = hbox(*map(grow, self.charts), spacing=4)
        for place, chart in enumerate(self.charts):
            chart.chosen.connect(lambda name, place=place: self.class_chosen.emit(place, name))
        hint = label("单击数字看清单，单击一根柱子只看那些表。", quiet=True)
        self.setLayout(vbox(self._counts, 1, grow(self._charts), hint, margin=(0, 1, 0, 0)))

    def show_counts(
        self, counts: Sequence[tuple[str, int, str]], spreads: Sequence[Spread]
    ) -> None:
        """Show counts: the word, the figure, the list it leads to, blank for none."""
        while (item := self._counts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, (word, count, leads_to) in enumerate(counts):
            self._counts.addWidget(self._count(word, count, leads_to), 0, place)
            named = label(word)
            named.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            quieten(named)
            self._counts.addWidget(named, 1, place)
        for chart, spread in zip(self.charts, spreads, strict=True):
            chart.show_spread(spread)

    def _count(self, word: str, count: int, leads_to: str) -> QWidget:
        if not leads_to:
            figure = label(str(count))
            figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
            scale(figure, 1.8)
            return figure
        button = QPushButton(caption(str(count)))
        button.setFlat(True)
        button.setAccessibleName(f"{word} {count}，看清单")
        button.clicked.connect(lambda: self.list_wanted.emit(leads_to))
        scale(button, 1.8)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the charts side by side where there is room, else one below the other."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE * self.fontMetrics().horizontalAdvance("中")
        directions = QBoxLayout.Direction
        self._charts.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
