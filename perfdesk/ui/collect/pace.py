"""How fast files are read, and how long the rest will take: said only when it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perfdesk.commands.watch import Progress

# Before that many files and seconds, the start of the processes is most of what was measured.
_LEAST_FILES, _LEAST_SECONDS = 20, 3.0


class Pace:
    """Follow a run; `seconds` is any clock that only goes on."""

    def __init__(self, *, with_slips: bool) -> None:
        self._last = "正在核对重复和冲突、写汇总表" + ("和退回修改通知" if with_slips else "")
        self._first: tuple[int, float] | None = None

    def words(self, progress: Progress, seconds: float) -> str:
        """Say how far it is."""
        if self._first is None:
            # What was known from an earlier run took no time and tells nothing.
            self._first = progress.done, seconds
        parts = [f"已读 {progress.done} / {progress.total}"]
        if progress.bad:
            parts.append(f"未识别 {progress.bad}")
        files, took = progress.done - self._first[0], seconds - self._first[1]
        if progress.done == progress.total:
            return "，".join([*parts, f"{self._last}…"])
        if files >= _LEAST_FILES and took >= _LEAST_SECONDS:
            pace = files / took
            parts.append(f"每秒 {pace:.0f} 个" if pace >= 1 else f"每分钟 {pace * 60:.0f} 个")
            parts.append(f"约还要{_span((progress.total - progress.done) / pace)}")
        return "，".join(parts)


def _span(seconds: float) -> str:
    if seconds < 60:
        # By fives: what jumps every second is not read.
        return f" {max(round(seconds / 5) * 5, 5)} 秒"
    return f" {round(seconds / 60)} 分钟"
