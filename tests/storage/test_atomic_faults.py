"""A save survives a kill and an error at every system call, and says what happened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from perfdesk.storage.temporary import remove_leftovers
from tests.storage import faults

pytestmark = [pytest.mark.outside, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def _strace(tmp_path_factory: pytest.TempPathFactory) -> None:
    if reason := faults.why_not(tmp_path_factory.mktemp("trial") / "disk"):
        pytest.skip(reason)


@pytest.fixture
def saver(tmp_path: Path) -> Iterator[faults.Saver]:
    with faults.Saver(tmp_path / "disk") as saver:
        yield saver


@pytest.mark.parametrize("way", ["real", "real-new"])
def test_whatever_fails_the_file_is_old_or_new_and_the_outcome_true(
    way: str, saver: faults.Saver
) -> None:
    found = saver.faults_of(way)
    moved = "rename" if way == "real" else "link"
    assert {fault.call for fault in found} >= {"openat", "write", "fsync", "close", moved}
    assert not (wrong := saver.violations(way, found)), "\n".join(wrong)


def test_a_killed_save_leaves_nothing_that_sweeping_does_not_remove(
    saver: faults.Saver, tmp_path: Path
) -> None:
    user = tmp_path / "disk" / "user"
    left = 0
    for fault in saver.faults_of("real"):
        if fault.deed == "signal=KILL" and fault.call in ("write", "fsync", "rename"):
            saver.run("real", fault)
            left += remove_leftovers(user)
            assert [path.name for path in user.iterdir()] == ["project.perfdesk"]
    assert left, "no kill left anything: the test kills at the wrong place"


@pytest.mark.parametrize(
    ("way", "caught"),
    [
        ("truncating", "neither old nor new"),
        ("unsynced", "content not synced"),
        ("synced-again", "content not synced"),
    ],
)
def test_the_harness_catches_naive_savers(way: str, caught: str, saver: faults.Saver) -> None:
    found = [f for f in saver.faults_of(way) if f.call in ("write", "fsync", "close")]
    assert any(caught in wrong for wrong in saver.violations(way, found))
