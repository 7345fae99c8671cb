"""Run the benchmarks that were named, or all short ones, and print their figures as one table."""

from __future__ import annotations

import importlib
import os
import platform
import sys
import tempfile
from pathlib import Path

from bench.report import Figure, table

_NAMES = {
    "startup": "startup",
    "typing": "keystrokes",
    "paper": "paper",
    "press": "press",
    "saving": "saving",
    "excel": "excel",
    "collect": "collect",
}


# Takes many minutes: only when it is named.
_LONG = ("collect",)


def main(names: list[str]) -> int:
    """Run and print; the exit code says only whether the names are known."""
    if names[:1] == ["house"]:
        from bench.house import __main__ as house

        return house.main(names[1:])
    unknown = [name for name in names if name not in _NAMES]
    if unknown:
        print(f"没有这项：{'、'.join(unknown)}。可选：{'、'.join(_NAMES)}", file=sys.stderr)
        return 2
    found: list[Figure] = []
    for name in names or [each for each in _NAMES if each not in _LONG]:
        print(f"正在测量：{name}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            part = importlib.import_module(f"bench.{_NAMES[name]}")
            found += part.figures(Path(folder))
    machine = f"Python {platform.python_version()}，{platform.system()}，{os.cpu_count()} 核"
    print(f"{machine}；各项与对照交替运行，除注明 p99 外为中位数\n")
    print(table(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
