"""What the gate lets through and what it says when it does not."""

import os
import re
from pathlib import Path

import pytest

from perfdesk.exchange.untrusted import gate
from perfdesk.exchange.untrusted.gate import admit_any
from perfdesk.exchange.untrusted.refusal import Refused
from tests.exchange.hostile import making as hostile


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        admit_any(path)
    return caught.value.message


def reads_as_a_sentence_for_a_clerk(message: str) -> bool:
    return bool(re.search("请|取消", message)) and message.endswith("。") and "\n" not in message


@pytest.mark.parametrize(
    "name",
    [n for n, (_, piece) in hostile.FILES.items() if piece and n not in hostile.FOR_THE_READER],
)
def test_each_bad_file_is_named_for_what_it_is(name: str, tmp_path: Path) -> None:
    make, piece = hostile.FILES[name]
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())
    message = refusal(path)
    assert piece in message
    assert reads_as_a_sentence_for_a_clerk(message)


@pytest.mark.parametrize("name", hostile.KINDS)
def test_what_others_read_is_known_for_what_it_is(name: str, tmp_path: Path) -> None:
    make, kind = hostile.KINDS[name]
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())
    assert admit_any(path)[0] == kind


def test_a_good_workbook_comes_back_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sent = hostile.workbook()  # made again, it would bear a later time
    path.write_bytes(sent)
    assert admit_any(path) == ("xlsx", sent)


def test_the_last_row_and_column_within_reason_are_admitted(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for place, row in (("SF1", 1), ("A20000", 20000)):
        path.write_bytes(hostile.workbook(hostile.sheet(hostile.CELL.format(row=row, place=place))))
        admit_any(path)
    for place, row in (("SG1", 1), ("A20001", 20001)):
        path.write_bytes(hostile.workbook(hostile.sheet(hostile.CELL.format(row=row, place=place))))
        assert place.strip("A") in refusal(path)


def test_a_prefixed_workbook_is_watched_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    body = hostile.sheet(hostile.CELL.format(row=1, place="XFD1")).decode()
    body = re.sub(r"<(/?)(\w)", r"<\1x:\2", body).replace("xmlns=", "xmlns:x=")
    path.write_bytes(hostile.workbook(body.encode()))
    assert "XFD1" in refusal(path)


def test_a_tag_split_between_two_chunks_is_seen_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for shift in range(30):
        filler = b"<!--" + b"-a" * ((gate.CHUNK - 40) // 2) + b"a" * shift + b"-->"
        path.write_bytes(hostile.workbook(filler + hostile.LAUGHS + hostile.sheet()))
        assert "DOCTYPE" in refusal(path)


def test_a_missing_file_a_folder_and_a_pipe_are_told_apart(tmp_path: Path) -> None:
    assert "找不到" in refusal(tmp_path / "none.xlsx")
    assert "找不到" in refusal(tmp_path / "none" / "none.xlsx")
    assert "文件夹" in refusal(tmp_path)
    for odd in (tmp_path / ("a" * 5000), tmp_path / "a\0b"):
        assert reads_as_a_sentence_for_a_clerk(refusal(odd))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.xlsx")
        assert "不是普通文件" in refusal(tmp_path / "pipe.xlsx")


def test_no_permission_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(hostile.workbook())

    def denied(*_: object) -> None:
        raise PermissionError(13, "denied")

    # Root may read everything, so taking the right away would prove nothing there.
    monkeypatch.setattr(Path, "open", denied)
    assert "没有权限" in refusal(path)


def test_what_excel_leaves_beside_an_open_file_is_told_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "~$表.xlsx"
    path.write_bytes(b"\x05clerk".ljust(165, b"\0"))
    assert "临时文件" in refusal(path)


def test_a_huge_file_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(40 * 1024**3)
    assert "32 MB" in refusal(path)


def test_our_own_project_is_recognised_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.perfdesk"
    path.write_text("[]")
    assert "项目文件" in refusal(path)
