"""Draw typeset pages as PDF.

    data = draw(typeset(sheet, faces), sheet, faces, attached=project_bytes)

Equal sheets give equal bytes: no time, no random id goes into the file. Text is drawn as
text and never read as markup. What stands below the form is in foot.py, what a computer reads
in attachment.py and data_page.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab import rl_config
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfgen.canvas import Canvas

from perfdesk.models.sheet import Sheet
from perfdesk.paper.archive import VERSION, About, make_archival
from perfdesk.paper.attachment import attach
from perfdesk.paper.bookmarks import headings, mark_form, mark_headings
from perfdesk.paper.data_page import draw_data_pages
from perfdesk.paper.fonts import HEI_BOLD, SONG, Faces
from perfdesk.paper.foot import draw_foot
from perfdesk.paper.measure import MM_PER_POINT
from perfdesk.paper.outline import draw_outline
from perfdesk.paper.typeset import TypesetPage

# Streams as bytes: as letters they are a quarter longer.
rl_config.useA85 = 0

_RULE = 0.5  # points
_DRAFT = "草稿"
_DRAFT_GREY = 0.92
_DRAFT_SLOPE = 45


@dataclass(frozen=True, slots=True)
class Run:
    """The pages of one sheet among others; `data` is what its data page would have in print."""

    pages: tuple[TypesetPage, ...]
    sheet: Sheet
    data: bytes = b""


def draw(
    pages: Sequence[TypesetPage],
    sheet: Sheet,
    faces: Faces,
    *,
    attached: bytes = b"",
    data_page: bool = False,
) -> bytes:
    """Draw the pages of a sheet, with page numbers, and the draft mark where it asks for one.

    `attached` is the project's data that the file carries within; a data page has them in
    print. The draft mark lies behind the text, as a shape: it cannot be copied, and does not
    come between the words of the form when these are.
    """
    run = Run(tuple(pages), sheet, attached)
    return draw_runs([run], faces, attached=attached, data_page=data_page)


def draw_runs(
    runs: Sequence[Run],
    faces: Faces,
    *,
    attached: bytes = b"",
    data_page: bool = False,
    mark: str = "",
) -> bytes:
    """Draw several sheets into one file, each with its own page numbers and code.

    `attached` is what the file carries within for all of them, `mark` a keyword of its own.
    """
    # Any face of ours as the first one: Helvetica would be listed in the file, not embedded.
    canvas = Canvas(
        "",
        invariant=1,
        pageCompression=1,
        pdfVersion=VERSION,
        initialFontName=faces.face(SONG).name,
        lang="zh-CN",
    )
    make_archival(canvas, _about([each.sheet for each in runs], mark))
    canvas.setViewerPreference("PrintScaling", "None")  # viewers scale A4 unless told
    for place, run in enumerate(runs):
        _draw_run(canvas, faces, run, place if len(runs) > 1 else None)
        if data_page and run.data:
            draw_data_pages(canvas, faces, run.sheet, run.data, level=min(len(runs) - 1, 1))
    if attached:
        attach(canvas, attached, "+".join(run.sheet.code for run in runs if run.sheet.code))
    data: bytes = canvas.getpdfdata()
    return data


def _about(sheets: Sequence[Sheet], mark: str) -> About:
    titles, editions, codes = (
        list(dict.fromkeys(filter(None, each)))
        for each in zip(*((one.title, one.edition, one.code) for one in sheets), strict=True)
    )
    return About("、".join(titles), "; ".join(editions), " ".join(filter(None, [mark, *codes])))


def _draw_run(canvas: Any, faces: Faces, run: Run, place: int | None) -> None:
    sheet, paper = run.sheet, run.sheet.page
    width, height = paper.width / MM_PER_POINT, paper.height / MM_PER_POINT
    begun = headings(run.pages, sheet)
    for number, page in enumerate(run.pages, 1):
        canvas.setPageSize((width, height))
        if sheet.draft:
            _draw_draft_mark(canvas, faces, width, height)
        if place is not None and number == 1:
            mark_form(canvas, sheet, place)
        mark_headings(canvas, begun[number - 1], sheet, number, place)
        _draw_rules(canvas, page, height)
        _draw_text(canvas, page, faces, height)
        draw_foot(canvas, faces, sheet, number, len(run.pages))
        canvas.showPage()


def _draw_rules(canvas: Any, page: TypesetPage, height: float) -> None:
    canvas.setLineWidth(_RULE)
    canvas.setLineCap(0)
    canvas.lines(
        [
            (
                rule.x1 / MM_PER_POINT,
                height - rule.y1 / MM_PER_POINT,
                rule.x2 / MM_PER_POINT,
                height - rule.y2 / MM_PER_POINT,
            )
            for rule in page.rules
        ]
    )


def _draw_text(canvas: Any, page: TypesetPage, faces: Faces, height: float) -> None:
    # Written out here: reportlab measures each run again, to know where its pen has come to.
    document = canvas._doc
    written = ["BT"]
    held: tuple[str, float] | None = None
    spacing = 0.0
    for piece in page.pieces:
        for line in piece.lines:
            place = fp_str(line.x / MM_PER_POINT, height - line.baseline / MM_PER_POINT)
            written.append(f"1 0 0 1 {place} Tm")
            if line.spacing != spacing:
                spacing = line.spacing
                written.append(f"{fp_str(spacing / MM_PER_POINT)} Tc")
            for span in line.spans:
                for face, run in faces.runs(span.text, span.role):
                    if (face.name, line.size) != held:
                        held = face.name, line.size
                        font = face.font.getSubsetInternalName(0, document)
                        written.append(f"{font} {fp_str(line.size)} Tf")
                    written.append(face.font.shown(run, document))
    # The spacing of the last line would go on into the foot.
    canvas.addLiteral("\n".join([*written, "0 Tc", "ET"]))


def _draw_draft_mark(canvas: Any, faces: Faces, width: float, height: float) -> None:
    face = faces.face(HEI_BOLD)
    size = width / 3
    canvas.saveState()
    canvas.setFillGray(_DRAFT_GREY)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(_DRAFT_SLOPE)
    x = -faces.width(_DRAFT, HEI_BOLD, size) / 2
    draw_outline(canvas, _DRAFT, face, x, -size * 0.38, size)
    canvas.restoreState()
