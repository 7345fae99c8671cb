"""Make the pictures in docs/pictures: every tab of the window and every page of the paper.

    .venv/bin/python scripts/make_pictures.py

Needs no display. The window is driven as a person would: a sample is opened and checked.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from perfdesk import app as program  # noqa: E402
from perfdesk.commands.context import Context  # noqa: E402
from perfdesk.commands.editions import find_edition  # noqa: E402
from perfdesk.commands.finalising import finalise  # noqa: E402
from perfdesk.commands.form import JudgedForm, blank_form, judge, judged  # noqa: E402
from perfdesk.commands.output import draw_paper  # noqa: E402
from perfdesk.commands.projects import (  # noqa: E402
    PROJECT_SUFFIX,
    new_project,
    open_first,
    open_forms,
)
from perfdesk.forms.load import load_examples  # noqa: E402
from perfdesk.forms.prove import document_of  # noqa: E402
from tests import libreoffice  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
SIZE = (1440, 900)
DPI = 80
SAMPLE = "人房共管服务项目.perfdesk"
SETTLE = 1500  # milliseconds in which the preview is drawn


def main() -> None:
    """Make all pictures anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        context = replace(program.make_context(), data=Path(folder))
        _paper(context)
        _summary(context, Path(folder))
        _window(context)


def _paper(context: Context) -> None:
    """Draw every edition, filled with its sound copy and blank, and every sample."""
    for key in context.catalogue:
        edition = find_edition(context, key)
        example, _ = load_examples(context.catalogue.folder(key))
        filled = new_project(edition)
        name = f"{edition.short_title}-{edition.edition}"
        _pages(context, blank_form(context, filled), f"空白-{name}")
        sound = document_of(edition, example)
        _pages(context, JudgedForm(edition, sound, judge(context, edition, sound)), f"正确-{name}")
    for path in sorted(context.samples.glob(f"*{PROJECT_SUFFIX}")):
        for opened in open_forms(context, path):
            _pages(context, judged(context, opened), f"示例-{path.stem}")


def _pages(context: Context, form: JudgedForm, name: str) -> None:
    import pypdfium2

    if not form.blank and not form.evaluation.has_errors:
        finalise(context, form).apply(form.document)
    paper = draw_paper(context, form)
    pdf = pypdfium2.PdfDocument(paper.pdf)
    for number, page in enumerate(pdf, 1):
        picture = page.render(scale=DPI / 72).to_pil().convert("L")
        picture.save(PICTURES / f"纸面-{name}-{number}.png", optimize=True)
    print(f"{name}：{len(pdf)} 页")


def _summary(context: Context, folder: Path) -> None:
    """Collect the samples, and look at the workbook through LibreOffice, where there is one."""
    import pypdfium2

    from perfdesk.commands.collect.run import Collection, collect

    if shutil.which("soffice") is None:
        print("没有 LibreOffice，收集汇总的图没有做")
        return
    shutil.copytree(context.samples, folder / "示例项目")
    report = collect(context, Collection(folder / "示例项目", folder / "汇总.xlsx"))
    libreoffice.convert("pdf", report.out, into=folder)
    pdf = pypdfium2.PdfDocument((folder / "汇总.pdf").read_bytes())
    for name, number in (("示例-一览", 0), ("示例", 1), ("示例-分布图", len(pdf) - 1)):
        pdf[number].render(scale=1.4).to_pil().save(PICTURES / f"汇总-{name}.png", optimize=True)


def _window(context: Context) -> None:
    from PySide6.QtWidgets import QDialog

    app, window = program.make_window(context.data)
    window.resize(*SIZE)
    window.show()
    _settle(app, 200)
    _grab(window, "窗口-开始")
    window.show_project(open_first(context, context.samples / SAMPLE))
    window.project.findings.check_all()
    for theme in ("light", "dark"):
        window.view.set_theme(theme)
        tabs = window.project.form_view.tabs
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            _settle(app, SETTLE)
            name = tabs.tabText(place).split()[0].replace("&", "")
            if theme == "light" or place == 2:
                _grab(window, f"窗口-{name}" + ("-深色" if theme == "dark" else ""))
    window.view.set_theme("light")
    window.action_set["submission"].trigger()
    _settle(app, SETTLE)
    _grab(window, "窗口-提交前体检")
    window.side_windows.verify()
    _settle(app, SETTLE)
    (dialog,) = (each for each in window.findChildren(QDialog) if each.isVisible())
    _grab(dialog, "窗口-核验")
    _collecting(app, window, context)
    _batch(app, window, context)
    window.project.clear()


def _collecting(app: Any, window: Any, context: Context) -> None:
    """Collect the samples in the window, with a file among them that is no form."""
    folder = context.data / "各单位报送"
    shutil.copytree(context.samples, folder)
    (folder / "报送说明.txt").write_text("请于周五前报送", encoding="utf-8")
    window.side_windows.collect(folder)
    collecting = window.side_windows.collecting
    collecting.start()
    while collecting.is_running:
        _settle(app, 100)
    collecting.setup.folder_line.setText("D:\\绩效\\各单位报送")
    collecting.setup.out_line.setText("D:\\绩效\\各单位报送-汇总.xlsx")
    collecting.setup.note.setText("")
    _settle(app, 200)
    _grab(collecting, "窗口-收集汇总")


def _batch(app: Any, window: Any, context: Context) -> None:
    """Read a list of projects whose head says 万元 for a form in 元."""
    place = context.data / "名单.csv"
    heads = (
        "序号,项目名称,主管部门,实施单位,年初预算数（万元）,全年预算数（万元）,全年执行数（万元）"
    )
    rows = [
        f"{n},{what},某街道（汇总）,第{n % 4 + 1}管理所,{90 + n},{92 + n}.5,{88 + n}.25"
        for n, what in enumerate(("道路养护", "绿化修剪", "河道保洁", "垃圾分类", "小区修缮"), 1)
    ]
    place.write_text("\n".join((heads, *rows)), encoding="utf-8")
    window.side_windows.batch()
    batch = window.side_windows.batching
    batch.source.choose_form("self_evaluation/shanghai-2024")
    batch.open_file(place)
    _settle(app, SETTLE)
    batch.source.line.setText("D:\\绩效\\名单.csv")
    batch.output.line.setText("D:\\绩效\\名单 生成")
    _settle(app, 200)
    _grab(batch, "窗口-成批生成")


def _settle(app: Any, milliseconds: int) -> None:
    # Sleeping lets the thread that draws the preview run; a wait inside Qt would not.
    end = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


def _grab(window: Any, name: str) -> None:
    window.grab().save(str(PICTURES / f"{name}.png"))
    print(name)


if __name__ == "__main__":
    main()
