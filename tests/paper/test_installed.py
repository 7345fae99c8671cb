"""Installed fonts: which are Chinese, what they are called, and why some will not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.paper.fonts import EVERYDAY, ChosenFace, why_unfit
from perfdesk.paper.installed import InstalledFace, installed_faces
from tests.paper.small_fonts import collected, small_font


def test_a_font_is_called_by_its_chinese_name(tmp_path: Path) -> None:
    file = small_font(tmp_path / "simfang.ttf", {"en": "FangSong", "zh": "仿宋"})
    small_font(tmp_path / "only.TTF", {"en": "Only English"})
    assert installed_faces([tmp_path]) == [
        InstalledFace("Only English", ChosenFace(tmp_path / "only.TTF")),
        InstalledFace("仿宋", ChosenFace(file)),
    ]


def test_each_face_of_a_collection_is_offered_by_its_number(tmp_path: Path) -> None:
    parts = [
        small_font(tmp_path / f"{number}.ttf", {"en": name, "zh": name})
        for number, name in enumerate(("宋体", "新宋体"))
    ]
    file = collected(tmp_path / "simsun.ttc", *parts)
    found = {face.name: face.chosen for face in installed_faces([tmp_path])}
    assert found == {"宋体": ChosenFace(file, 0), "新宋体": ChosenFace(file, 1)}
    assert [why_unfit(chosen) for chosen in found.values()] == ["", ""]


def test_two_files_that_call_themselves_the_same_are_not_mixed_up(tmp_path: Path) -> None:
    first = small_font(tmp_path / "a.ttf", {"zh": "仿宋"})
    second = small_font(tmp_path / "b.ttf", {"zh": "仿宋"}, variable=True)
    assert why_unfit(ChosenFace(first)) == ""
    assert "可变字体" in why_unfit(ChosenFace(second))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"outlines": "CFF "}, "PostScript"),
        ({"permissions": 2}, "授权"),
        ({"permissions": 0x100}, "授权"),
        ({"variable": True}, "可变字体"),
    ],
)
def test_a_font_that_will_not_do_is_listed_last_with_the_reason_that_choosing_it_gives(
    how: dict, said: str, tmp_path: Path
) -> None:
    small_font(tmp_path / "a.ttf", {"zh": "不行"}, **how)
    small_font(tmp_path / "b.ttf", {"zh": "行"})
    last = installed_faces([tmp_path])[-1]
    assert last.name == "不行"
    assert said in last.unfit
    assert why_unfit(last.chosen) == last.unfit


@pytest.mark.parametrize(
    "how", [{"characters": "ABCabc"}, {"characters": EVERYDAY[:-1]}, {"weight": 700}, {"italic": 1}]
)
def test_fonts_without_chinese_and_other_cuts_are_not_mentioned(how: dict, tmp_path: Path) -> None:
    small_font(tmp_path / "a.ttf", {"zh": "别的"}, **how)
    assert installed_faces([tmp_path]) == []


def test_a_file_of_many_unfit_faces_is_one_line_by_its_chinese_face(tmp_path: Path) -> None:
    parts = [
        small_font(tmp_path / f"{name}.otf", {"en": f"Song {name}"}, outlines="CFF ")
        for name in ("JP", "SC", "KR")
    ]
    collected(tmp_path / "song.ttc", *parts)
    assert [face.name for face in installed_faces([tmp_path])] == ["Song SC"]


def test_the_first_folder_wins_unless_its_font_will_not_do(tmp_path: Path) -> None:
    own, shared = tmp_path / "own", tmp_path / "shared"
    for folder in (own, shared):
        (folder / "deep").mkdir(parents=True)
    first = small_font(own / "deep" / "a.ttf", {"zh": "仿宋"})
    small_font(shared / "deep" / "a.ttf", {"zh": "仿宋"})
    small_font(own / "b.otf", {"zh": "宋体"}, outlines="CFF ")
    fit = small_font(shared / "b.ttf", {"zh": "宋体"})
    found = {face.name: face.chosen.path for face in installed_faces([own, shared])}
    assert found == {"仿宋": first, "宋体": fit}


def test_no_file_whatever_stops_the_search(tmp_path: Path) -> None:
    whole = small_font(tmp_path / "whole.ttf", {"zh": "仿宋"}).read_bytes()
    for length in range(0, len(whole), 7):
        (tmp_path / f"{length}.ttf").write_bytes(whole[:length])
    for place in range(0, 400, 3):
        spoiled = bytearray(whole)
        spoiled[place : place + 4] = b"\xff\xff\xff\xff"
        (tmp_path / f"spoiled{place}.ttf").write_bytes(spoiled)
    (tmp_path / "many.ttc").write_bytes(b"ttcf\0\1\0\0\xff\xff\xff\xff")
    (tmp_path / "folder.ttf").mkdir()
    (tmp_path / "nowhere.ttf").symlink_to(tmp_path / "nothing")
    assert "仿宋" in [face.name for face in installed_faces([tmp_path, tmp_path / "gone"])]
