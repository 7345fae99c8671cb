"""Hundreds of hostile and damaged files by every door: each is read right, or refused in words.

`hostile_files.py` prints them all, with seconds and memory. Here the readers share a process,
which has the limits of a worker: starting one for each file would take most of the time.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfdesk.commands.collect.read_file import SUFFIXES
from perfdesk.commands.collect.run import Collection, collect
from perfdesk.commands.context import Context
from perfdesk.exchange.untrusted import pool
from perfdesk.exchange.untrusted.pool import Limits
from perfdesk.exchange.untrusted.refusal import BLOATED, Refused
from tests import patience
from tests.conftest import ROOT
from tests.exchange.hostile import form, old, others, paper, places, projects, workbooks
from tests.exchange.hostile import making as hostile
from tests.exchange.hostile.files import (
    OTHER,
    READ,
    Measured,
    faults_in,
    is_expected,
    outcome,
    roads,
    strangers,
)
from tests.exchange.labels.disfigured import as_docx, as_text, as_web_page

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds only the time")
ROOMS = {
    "workbooks": workbooks,
    "old": old,
    "others": others,
    "paper": paper,
    "projects": projects,
}
MUTATIONS = 100
# Each takes its reader's whole time; the script sends them, too, and one here stands for all.
HEAVY = ("六十页画个不停", "十万个共享串", "表头一万次", "名字一百万", "样式一百万", "一万二见方")


def is_heavy(one: form.Stranger) -> bool:
    return any(name in one.name for name in HEAVY)


def test_there_are_enough_and_each_has_its_own_name() -> None:
    names = [each.name for each in strangers()]
    assert len(names) == len(set(names)) > 400


@pytest.mark.slow
@pytest.mark.usefixtures("shared_worker")
@pytest.mark.parametrize("room", ROOMS)
def test_each_named_file_is_read_right_or_refused_in_words(
    room: str, context: Context, tmp_path: Path
) -> None:
    wrong = []
    for each in ROOMS[room].files():
        if is_heavy(each):
            continue
        path = tmp_path / each.name
        path.write_bytes(each.make())
        # The others go through the same reading; the script takes all of them.
        road = roads(path)[0]
        measured = Measured(each, road, outcome(context, path, road), 0.0, 0)
        if not measured.is_right:
            wrong.append((each.name, measured.said[:200], faults_in(measured.said)))
        path.unlink()
    assert wrong == []


@pytest.mark.slow
def test_many_of_them_in_one_folder_are_collected_or_named(
    context: Context, tmp_path: Path
) -> None:
    folder = tmp_path / "夹"
    folder.mkdir()
    # All have come by their own road already: some show that they bear each other.
    light = [each for each in strangers() if each.suffix in SUFFIXES and not is_heavy(each)]
    collected = light[::8]
    sent = {each.name: each for each in collected}
    for each in collected:
        (folder / each.name).write_bytes(each.make())
    report = collect(context, Collection(folder, tmp_path / "汇总.xlsx"))
    assert report.files == len(sent) and report.is_whole
    said = dict(report.unread)
    assert {name: faults_in(each) for name, each in said.items() if faults_in(each)} == {}
    harmless = {name for name, each in sent.items() if each.expect == READ}
    assert not {name: said[name] for name in harmless & said.keys()}
    assert report.forms >= len(harmless)


def good_files() -> dict[str, bytes]:
    page = form.page()
    return {
        "a.xlsx": form.zipped(form.parts()),
        "a.xls": old.form(),
        "a.ods": others.ods(),
        "a.docx": as_docx(page),
        "a.csv": as_text(page),
        "a.html": as_web_page(page),
        "a.pdf": paper.attached(paper.project()),
        "a.png": paper.code("PD1 a/b 7K3F9QX2MD4T 1/2"),
        "a.perfdesk": paper.project(),
    }


def mutated(name: str, good: bytes) -> Iterator[bytes]:
    """Change bytes anywhere; in packed files half of them inside, where the parsers are."""
    packed = name.endswith((".xlsx", ".ods", ".docx"))
    yield from hostile.mutations(good, MUTATIONS // 2 if packed else MUTATIONS, seed=5)
    if packed:
        yield from hostile.markup_mutations(form.unzipped(good), MUTATIONS // 2, seed=6)


@pytest.mark.slow
@pytest.mark.usefixtures("shared_worker")
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods", "a.docx", "a.csv", "a.html"])
def test_bytes_changed_anywhere_in_a_table_are_no_more(
    name: str, context: Context, tmp_path: Path
) -> None:
    check_mutations(name, context, tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("shared_worker")
@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.perfdesk"])
def test_bytes_changed_anywhere_on_paper_are_no_more(
    name: str, context: Context, tmp_path: Path
) -> None:
    check_mutations(name, context, tmp_path)


def check_mutations(name: str, context: Context, folder: Path) -> None:
    path = folder / name
    outcomes = set()
    for data in mutated(name, good_files()[name]):
        path.write_bytes(data)
        said = outcome(context, path, roads(path)[0])
        was_read = said.startswith((READ, OTHER))
        assert was_read or not faults_in(said), (said, faults_in(said))
        outcomes.add(said.partition(" ")[0] if was_read else said)
    assert len(outcomes) > 1


@pytest.mark.usefixtures("shared_worker")
@pytest.mark.parametrize("place", tuple(places.places()), ids=lambda place: place.name)
def test_what_is_no_plain_file_is_refused_and_what_is_only_oddly_named_is_read(
    place: places.Place, context: Context, tmp_path: Path
) -> None:
    path = place.make(tmp_path)
    said = outcome(context, path, "导入")
    assert is_expected(said, place.expect), said
    assert said.startswith(READ) or not faults_in(said)
    if place.collected or path.parent.exists():
        report = collect(context, Collection(tmp_path, tmp_path.parent / f"{tmp_path.name}.xlsx"))
        assert report.files == place.collected
        assert bool(report.unread) == (place.collected and place.expect != READ)


@pytest.mark.usefixtures("shared_worker")
def test_a_file_that_changes_or_goes_is_told_as_it_is_then(
    context: Context, tmp_path: Path
) -> None:
    good = form.zipped(form.parts())
    path = tmp_path / "表.xlsx"
    path.write_bytes(good)
    assert outcome(context, path, "导入").startswith(READ)
    with path.open("ab") as growing:
        growing.write(bytes(300_000))
        growing.flush()
        assert "不完整" in outcome(context, path, "导入")
    path.unlink()
    assert "找不到" in outcome(context, path, "导入")


@POSIX
def test_a_reader_that_takes_two_gigabytes_is_stopped_by_the_limit_of_every_worker() -> None:
    with pytest.raises(Refused) as caught:
        pool.read_one(hostile.two_gigabytes, b"")
    assert caught.value.message == BLOATED
    assert pool.read_one(hostile.own_limit, b"") == Limits().memory <= 700 * 1024 * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is told by Linux")
@pytest.mark.slow
def test_the_program_itself_stays_small(tmp_path: Path) -> None:
    named = (
        "三十兆的空列表",
        "三十兆的短字",
        "一行三十兆",
        "附件三十兆",
        "九万个单元格",
        "五万见方",
    )
    for each in strangers():
        if any(name in each.name for name in named):
            (tmp_path / each.name).write_bytes(each.make())
    command = [sys.executable, "-m", "tests.exchange.hostile.files", f"--in={tmp_path}"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, check=True, timeout=5 * patience.SECONDS
    )
    found = re.search(r"reader (\d+) MB, of the program (\d+) MB", done.stdout.decode())
    assert found
    assert int(found[1]) < 700
    assert int(found[2]) < 400
