"""A cell that goes down to the end of its band, however many rows are repeated there."""

from __future__ import annotations

import pytest

from perfdesk.forms.catalogue import Catalogue
from perfdesk.models.document import Document, Row
from perfdesk.models.finding import Evaluation
from perfdesk.paper.fonts import Faces
from perfdesk.paper.plan import lay_out
from perfdesk.paper.typeset import typeset

NOTHING = Evaluation({}, ())


def document(count: int) -> Document:
    rows = [
        Row(f"r{nth}", {"level1": "产出指标", "level2": "数量指标", "name": f"第{nth}项"})
        for nth in range(count)
    ]
    return Document("monitoring", "minhang-2023", tables={"indicators": rows})


@pytest.mark.parametrize("count", [0, 1, 10, 11, 200])
def test_it_covers_every_row_beside_it(count: int, catalogue: Catalogue) -> None:
    sheet = lay_out(catalogue.find("monitoring"), document(count), NOTHING)
    band = next(each for each in sheet.bands if each.name == "indicators")
    label = next(cell for cell in band.cells if cell.column == 0)
    assert (label.row, label.rows) == (0, len(band.rows))
    assert [cell for cell in band.cells if cell.column == 0] == [label]
    covered = sorted(
        (row, column)
        for cell in band.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    )
    every = [(row, column) for row in range(len(band.rows)) for column in range(8)]
    assert covered == every


def test_it_stands_again_on_every_page_with_the_head(catalogue: Catalogue, faces: Faces) -> None:
    pages = typeset(lay_out(catalogue.find("monitoring"), document(200), NOTHING), faces)
    assert len(pages) > 3
    for page in pages[1:-1]:
        (label,) = (piece for piece in page.pieces if piece.cell.text == "绩效\n指标")
        tops = [piece.y for piece in page.pieces]
        ends = [piece.y + piece.height for piece in page.pieces]
        assert label.y == min(tops)
        assert label.y + label.height == pytest.approx(max(ends))
        assert [line.text for line in label.lines] == ["绩效", "指标"]
