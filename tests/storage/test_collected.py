"""What was read of a folder survives the end of the process at any moment, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.storage.collected import MOST_KEPT, BeingCollected, Identity, open_results

A, B = Identity("甲/一.xlsx", 10, 111), Identity("乙.xlsx", 20, 222)


def fill(folder: Path) -> Path:
    with open_results(folder, "x", "stamp") as results:
        results.add(A, "aa", {"forms": ["甲"]})
        results.add(B, "bb", {"forms": ["乙"]})
    return folder / "x.jsonl"


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    fill(tmp_path)
    with open_results(tmp_path, "x", "stamp") as results:
        assert results.holds(A) and results.holds(B)
        assert results.read(A.path) == {"forms": ["甲"]}
        assert results.digest(B) == "bb"


def test_a_file_cut_anywhere_keeps_its_whole_lines(tmp_path: Path) -> None:
    path = fill(tmp_path)
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    second = whole.index(b"\n", first) + 1
    for cut in range(first, len(whole), 7):
        path.write_bytes(whole[:cut])
        with open_results(tmp_path, "x", "stamp") as results:
            assert results.holds(A) is (cut >= second)
            assert not results.holds(B)
            results.add(B, "bb", {"new": True})
            assert results.read(B.path) == {"new": True}
    with open_results(tmp_path, "x", "stamp") as results:
        assert results.read(B.path) == {"new": True}


def test_a_garbled_line_and_what_follows_is_read_anew(tmp_path: Path) -> None:
    path = fill(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1].replace(b'"held": "eJ', b'"held": "!!') + lines[2])
    with open_results(tmp_path, "x", "stamp") as results:
        assert not results.holds(A) and not results.holds(B)


@pytest.mark.parametrize("changed", [Identity(A.path, 11, 111), Identity(A.path, 10, 112)])
def test_a_changed_file_is_not_held(tmp_path: Path, changed: Identity) -> None:
    fill(tmp_path)
    with open_results(tmp_path, "x", "stamp") as results:
        assert not results.holds(changed)
        results.renew(changed)
        assert results.holds(changed) and results.read(A.path) == {"forms": ["甲"]}


def test_another_stamp_forgets_everything(tmp_path: Path) -> None:
    fill(tmp_path)
    with open_results(tmp_path, "x", "another") as results:
        assert not results.holds(A)


def test_asked_to_begin_again_it_forgets_everything(tmp_path: Path) -> None:
    fill(tmp_path)
    with open_results(tmp_path, "x", "stamp", again=True) as results:
        assert not results.holds(A)


def test_two_at_once_are_not_let_in(tmp_path: Path) -> None:
    with (
        open_results(tmp_path, "x", "stamp"),
        pytest.raises(BeingCollected),
        open_results(tmp_path, "x", "stamp"),
    ):
        pass


def test_only_the_latest_folders_are_remembered(tmp_path: Path) -> None:
    for n in range(MOST_KEPT + 5):
        with open_results(tmp_path, f"n{n}", "stamp"):
            pass
    assert len(list(tmp_path.glob("*.jsonl"))) <= MOST_KEPT


def test_half_characters_in_names_and_texts_do_no_harm(tmp_path: Path) -> None:
    odd = Identity("坏\udc80名.xlsx", 1, 1)
    with open_results(tmp_path, "x", "stamp") as results:
        results.add(odd, "cc", {"text": "半\ud83d个"})
        assert results.read(odd.path)["text"].startswith("半")
    with open_results(tmp_path, "x", "stamp") as results:
        assert results.holds(odd)
