"""The pages whose pictures are kept, and how two pictures are compared.

    python -m tests.golden.pictures        make all pictures anew, then look at what changed

A picture shows a page without its bottom margin: what stands there changes with the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops
from pypdfium2 import PdfDocument

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.paper.fonts import Faces, load_faces
from perfdesk.paper.pdf import draw
from perfdesk.paper.plan import lay_out
from perfdesk.paper.typeset import typeset
from perfdesk.rules.evaluate.engine import evaluate

FOLDER = Path(__file__).resolve().parent / "pages"
RESOURCES = Path(__file__).resolve().parents[2] / "resources"
COPIES = ("sound", "blank", "long")
_DPI = 60
# Sixteen greys are kept, which halves the files.
_GREY = 17
_MOST_PAGES = 3
# A tile of so many pixels is about a character: what moved by a line changes many of them.
TILE = 6
# Smoothing differs a little from one renderer to the next; a stroke that is there or not
# changes a tile by more: a rule alone, half a pixel thick here, by some twenty.
_TOLERANCE = 10


def copy_of(edition: Edition, sound: Document, copy: str) -> Document:
    """Give the sound copy, an empty one, or the sound one with its table four times over."""
    if copy == "blank":
        return document_of(edition, {})
    if copy == "long":
        rows = sound.rows(edition.framework_table)
        sound.tables[edition.framework_table] = [
            row.copy(f"{row.id}x{n}") for n in range(4) for row in rows
        ]
    return sound


def pictures(catalogue: Catalogue, key: str, copy: str, faces: Faces) -> Iterator[Image.Image]:
    """Draw the first pages of one copy of an edition."""
    edition = catalogue[key]
    sound = document_of(edition, load_examples(catalogue.folder(key))[0])
    document = copy_of(edition, sound, copy)
    sheet = lay_out(edition, document, evaluate(edition, document), draft=False)
    with PdfDocument(draw(typeset(sheet, faces), sheet, faces)) as file:
        for number in range(min(len(file), _MOST_PAGES)):
            page = file[number].render(scale=_DPI / 72, grayscale=True).to_pil()
            body = 1 - sheet.page.bottom / sheet.page.height
            yield page.crop((0, 0, page.width, round(page.height * body)))


def differing_tiles(one: Image.Image, other: Image.Image) -> list[tuple[int, int]]:
    """List the tiles, by column and row, that differ more than renderers do."""
    if one.size != other.size:
        return [(-1, -1)]
    small = (one.width // TILE, one.height // TILE)
    shrunk = [each.convert("L").resize(small, Image.Resampling.BOX) for each in (one, other)]
    difference = ImageChops.difference(*shrunk)
    return [
        (place % small[0], place // small[0])
        for place, value in enumerate(difference.tobytes())
        if value > _TOLERANCE
    ]


def kept(page: Image.Image) -> Image.Image:
    """Give a picture with the greys that are kept."""
    return page.point([round(value / _GREY) * _GREY for value in range(256)])


def path_of(key: str, copy: str, number: int) -> Path:
    """Name the file of a page."""
    return FOLDER / f"{key.replace('/', '-')}-{copy}-{number}.png"


def renew() -> None:
    """Make all pictures anew."""
    catalogue, faces = Catalogue([RESOURCES / "forms"]), load_faces(RESOURCES / "fonts")
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for key in catalogue:
        for copy in COPIES:
            for number, page in enumerate(pictures(catalogue, key, copy, faces), 1):
                kept(page).save(path_of(key, copy, number), optimize=True)


if __name__ == "__main__":
    renew()
