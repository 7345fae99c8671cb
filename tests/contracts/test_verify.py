"""The command line says of every edition that what went out and came back is the same data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFilter
from pypdfium2 import PdfDocument

from perfdesk import cli
from perfdesk.commands.context import Context
from perfdesk.commands.projects import save_project
from perfdesk.models.document import Project
from perfdesk.models.form import Edition
from perfdesk.storage.check_code import check_code
from tests import libreoffice
from tests.contracts.test_editions import EDITIONS, copy_of, every_edition

pytestmark = pytest.mark.usefixtures("shared_worker")

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(context: Context, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> tuple[int, str]:
        code = cli.run([str(each) for each in arguments], context)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def saved(context: Context, edition: Edition, path: Path) -> Path:
    save_project(context, Project([copy_of(edition, "sound")]), path, None)
    return path


def verdict_of(run: Run, *carriers: object) -> tuple[int, Any]:
    code, out = run("verify", *carriers, "--json")
    return code, json.loads(out)


@every_edition
def test_paper_and_files_of_one_project_are_the_same(
    edition: Edition, context: Context, run: Run, tmp_path: Path
) -> None:
    project = saved(context, edition, tmp_path / "甲.perfdesk")
    pdf, book, back = (tmp_path / name for name in ("甲.pdf", "甲.xlsx", "乙.perfdesk"))
    assert run("pdf", project, "-o", pdf)[0] == cli.DONE
    assert run("export", project, "-o", book)[0] == cli.DONE
    assert run("import", pdf, "-o", back)[0] == cli.DONE
    code = check_code(edition, copy_of(edition, "sound"))
    # Each is read once: all four are the same if these two pairs are, and have this code.
    for pair in ((pdf, book), (back, code)):
        ended, said = verdict_of(run, *pair)
        assert (ended, said["verdict"]) == (cli.DONE, "same"), pair
        assert said["left"]["forms"][0]["reckoned"] == code


@pytest.mark.parametrize("edition", EDITIONS[::4], ids=lambda each: each.key)
def test_a_turned_blurred_scan_still_says_the_code(
    edition: Edition, context: Context, run: Run, tmp_path: Path
) -> None:
    project = saved(context, edition, tmp_path / "甲.perfdesk")
    pdf, scan = tmp_path / "甲.pdf", tmp_path / "扫描.jpg"
    assert run("pdf", project, "-o", pdf)[0] == cli.DONE
    with PdfDocument(pdf) as document:
        picture = document[len(document) - 1].render(scale=200 / 72).to_pil().convert("RGB")
    turned = picture.rotate(3, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    turned.filter(ImageFilter.GaussianBlur(1)).save(scan, quality=70)
    assert verdict_of(run, scan, project)[0] == cli.DONE


def test_workbooks_saved_again_by_libreoffice_are_the_same(
    context: Context, run: Run, tmp_path: Path
) -> None:
    again, books = tmp_path / "again", []
    for number, edition in enumerate(EDITIONS):
        project = saved(context, edition, tmp_path / f"{number}.perfdesk")
        books.append(tmp_path / f"{number}.xlsx")
        assert run("export", project, "-o", books[-1])[0] == cli.DONE
    libreoffice.convert("xlsx", *books, into=again)
    for number, edition in enumerate(EDITIONS):
        project, back = tmp_path / f"{number}.perfdesk", tmp_path / f"{number}-back.perfdesk"
        assert run("import", again / f"{number}.xlsx", "-o", back)[0] == cli.DONE
        ended, said = verdict_of(run, project, back)
        assert ended == cli.DONE, (edition.key, said)
        code = said["right"]["forms"][0]["reckoned"]
        assert code == check_code(edition, copy_of(edition, "sound"))


# --- words and exit codes -----------------------------------------------------------------------


@pytest.fixture
def two(context: Context, run: Run, edition: Edition, tmp_path: Path) -> tuple[Path, Path]:
    one = saved(context, edition, tmp_path / "甲.perfdesk")
    other = tmp_path / "乙.perfdesk"
    assert run("set", one, "current_budget=900001", "-o", other)[0] == cli.DONE
    return one, other


def test_what_differs_is_told_after_the_verdict(run: Run, two: tuple[Path, Path]) -> None:
    code, out = run("verify", *two)
    assert code == cli.FOUND
    assert out.startswith("不一致：有 1 处不同")
    for words in ("当年预算数  [current_budget]", "左：900,000.00", "右：900,001.00"):
        assert words in out


def test_scripts_get_every_differing_cell(run: Run, two: tuple[Path, Path]) -> None:
    code, said = verdict_of(run, *two)
    assert (code, said["verdict"]) == (cli.FOUND, "different")
    (form,) = said["forms"]
    assert form["cells_known"]
    assert form["differences"] == [
        {
            "what": "cell",
            "at": "current_budget",
            "label": "当年预算数",
            "left": "900,000.00",
            "right": "900,001.00",
        }
    ]


def test_the_form_can_be_named(run: Run, two: tuple[Path, Path], edition: Edition) -> None:
    assert run("verify", two[0], "--form", edition.form)[0] == cli.DONE
    code, said = run("verify", two[0], "--form", "nobody")
    assert (code, "没有表单“nobody”" in said) == (cli.REFUSED, True)


@pytest.mark.parametrize("other", ["没有.pdf", "没有.xlsx", "7K3F", "何处", "7K3F-9QX2-MD4A"])
def test_what_cannot_be_read_ends_with_2(run: Run, two: tuple[Path, Path], other: str) -> None:
    code, said = run("verify", two[0], other)
    assert code == cli.REFUSED
    assert said.rstrip().endswith("。")
