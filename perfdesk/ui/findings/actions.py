"""What keys and menus do about findings: check, walk through them, fill in, answer."""

from __future__ import annotations

from collections.abc import Callable

from perfdesk.ui.findings.dock import FindingsDock
from perfdesk.ui.kit.finish_typing import finish_typing
from perfdesk.ui.kit.message_bar import MessageBar

_NOTHING_TO_FILL = "先在检查结果中选一条带“填入”的问题。"


class FindingActions:
    """Act on the findings of the form on the screen, whose 检查结果 `dock` gives."""

    def __init__(self, messages: MessageBar, dock: Callable[[], FindingsDock]) -> None:
        self._messages, self._dock = messages, dock

    def actions(self) -> dict[str, Callable[[], object]]:
        return {
            "check_all": self.check_all,
            "next_finding": lambda: self.walk(1),
            "previous_finding": lambda: self.walk(-1),
            "fill_in": self.fill_in,
            "fill_all": self.fill_all,
            "answer": self.answer,
            "show_findings": self.toggle,
        }

    def check_all(self) -> None:
        """Show every finding, and say how many there are."""
        finish_typing()
        dock = self._dock()
        dock.bridge.check_all()
        dock.show()
        counts = dock.bridge.counts()
        if any(counts.values()):
            counts_text = "，".join(
                f"{one.word} {count} 处" for one, count in counts.items() if count
            )
            self._messages.say(f"检查完毕：{counts_text}。按 F8 逐个查看。")
        else:
            self._messages.say("检查完毕，没有发现问题。")

    def walk(self, step: int) -> None:
        """Go to the next or previous finding; check first where none is shown."""
        if not self._dock().bridge.shown:
            self.check_all()
        self._dock().walk(step)

    def fill_in(self) -> None:
        """Put in the figure that the chosen finding expects."""
        dock = self._dock()
        finding = dock.chosen()
        if finding is None or not dock.bridge.fill(finding):
            self._messages.say(_NOTHING_TO_FILL)

    def fill_all(self) -> None:
        """Put in the figures of all findings like the chosen one, as one step."""
        dock = self._dock()
        finding = dock.chosen()
        alike = dock.bridge.alike(finding) if finding is not None and finding.fill else ()
        if not alike or not dock.bridge.fill_all(alike):
            self._messages.say(_NOTHING_TO_FILL)
        else:
            self._messages.say(f"已填入 {len(alike)} 处，可以一次撤销。")

    def answer(self) -> None:
        """Begin to answer the chosen finding, or the one where the cursor stands."""
        self._dock().show()
        if not self._dock().answer():
            self._messages.say("先在检查结果中选一条问题，再写说明。")

    def toggle(self) -> None:
        """Show or hide 检查结果."""
        self._dock().setVisible(self._dock().isHidden())
