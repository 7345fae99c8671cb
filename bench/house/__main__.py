"""Print the figures of the house as one table, before and after where a revision is named.

python -m bench house [BEFORE [AFTER]] [--each]

AFTER is the tree as it lies there, where it is not named; --each lists below the table what
was counted.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.house.figures import Count, counts
from bench.house.source import House, read_house, read_revision
from bench.report import aligned

ROOT = Path(__file__).resolve().parents[2]
_UNKNOWN = 2


def main(arguments: Sequence[str]) -> int:
    """Print and give the exit code; it says only whether the revision could be read."""
    revisions = [each for each in arguments if not each.startswith("-")]
    try:
        named = [_read(revision) for revision in revisions[:2]]
    except subprocess.CalledProcessError as trouble:
        print(f"读不到这个版本：{trouble.stderr.decode(errors='replace').strip()}", file=sys.stderr)
        return _UNKNOWN
    before = named[0] if named else None
    house = named[1] if len(named) > 1 else read_house(ROOT)
    print(table(house, before))
    if "--each" in arguments:
        print(listed(counts(house, before)))
    return 0


def table(house: House, before: House | None) -> str:
    """Write the figures of two trees side by side, or of one alone."""
    now = counts(house, before)
    then = counts(before) if before is not None else now
    rows = [
        ("项目", "之前", "现在", "目标", "结果"),
        *(
            (new.what, f"{old.value:,}", f"{new.value:,}", _goal(new), _result(new))
            for old, new in zip(then, now, strict=True)
        ),
    ]
    return aligned(rows if before is not None else [(row[0], *row[2:]) for row in rows])


def listed(found: Sequence[Count]) -> str:
    """Write under each figure what was counted."""
    parts = (
        "\n".join((f"\n{each.what}：{each.value}", *(f"  {which}" for which in each.which)))
        for each in found
        if each.which
    )
    return "\n".join(parts)


def _read(revision: str) -> House:
    with tempfile.TemporaryDirectory() as folder:
        return read_revision(ROOT, revision, Path(folder))


def _goal(count: Count) -> str:
    return "" if count.most is None else f"≤ {count.most:,}"


def _result(count: Count) -> str:
    if count.most is None:
        return ""
    return "达到" if count.value <= count.most else "未达到"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
