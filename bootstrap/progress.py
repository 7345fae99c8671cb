"""Say how far an installer is, from what it says itself."""

import re
import time

# pip: `Downloading lxml-6.1.3-cp311-….whl (5.2 MB)`, `Processing /folder/lxml-….whl (from -r …)`;
# uv: `Downloading lxml (5.2MiB)`.
FETCHED = re.compile(
    r"\s*(?:Downloading|Using cached|Processing) (?:.*/)?([\w.-]+?)(?:-\d\S*\.whl)?"
    r"(?: \(from .*)?(?: \(([\d.]+ ?\w+)\))?$"
)
BYTES = re.compile(r"Progress (\d+) of (\d+)$")
DOING = {
    "Collecting ": "正在查找组件",
    "Installing collected packages": "正在把组件写入磁盘",
}


class Progress:
    """What goes on now, and since when something does; `str()` says it in Chinese."""

    def __init__(self, doing: str = "正在准备", total: int = 0) -> None:
        self.doing = doing
        self.total = total
        self.fetched = 0
        self.size = ""
        self.began = time.monotonic()

    def __str__(self) -> str:
        return f"{self.doing}{self.size}……已用 {self.seconds:.0f} 秒"

    @property
    def seconds(self) -> float:
        """Give how long it has gone on."""
        return time.monotonic() - self.began

    def hear(self, line: str) -> bool:
        """Take a line of an installer's; False for one that is of use only here."""
        if so_far := BYTES.match(line):
            done, whole = (int(each) / 1_000_000 for each in so_far.groups())
            self.size = f"，{done:.1f}/{whole:.1f} MB"
            return False
        if (file := FETCHED.match(line)) and ".metadata" not in line:
            self.fetched += 1
            name, self.size = file[1].replace("_", "-"), f"，{file[2]}" if file[2] else ""
            self.doing = f"正在取第 {self.fetched} 个组件（共 {self.total} 个）：{name}"
        for sign, doing in DOING.items():
            if line.startswith(sign):
                self.doing, self.size = doing, ""
        return True
