"""Every edition looks as it did when somebody last looked at it."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from perfdesk.forms.catalogue import Catalogue
from perfdesk.paper.fonts import Faces
from tests.golden.pictures import (
    COPIES,
    FOLDER,
    RESOURCES,
    TILE,
    differing_tiles,
    kept,
    path_of,
    pictures,
)

KEYS = list(Catalogue([RESOURCES / "forms"]))


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("key", KEYS)
def test_pages_look_as_they_did(key: str, copy: str, catalogue: Catalogue, faces: Faces) -> None:
    drawn = list(pictures(catalogue, key, copy, faces))
    names = [path_of(key, copy, number) for number in range(1, len(drawn) + 1)]
    assert names == sorted(FOLDER.glob(f"{key.replace('/', '-')}-{copy}-?.png"))
    for page, name in zip(drawn, names, strict=True):
        with Image.open(name) as picture:
            assert differing_tiles(page, picture) == [], f"{name.name}: look, then renew"


def test_no_picture_is_kept_that_nothing_draws() -> None:
    starts = tuple(f"{key.replace('/', '-')}-{copy}-" for key in KEYS for copy in COPIES)
    assert all(path.name.startswith(starts) for path in FOLDER.glob("*"))


def test_a_missing_stroke_and_a_shifted_page_are_seen(catalogue: Catalogue, faces: Faces) -> None:
    page = next(pictures(catalogue, KEYS[0], "sound", faces))
    assert differing_tiles(page, kept(page)) == []
    assert len(differing_tiles(page, ImageChops.offset(page, 0, 3))) > 50
    tiles = page.resize((page.width // TILE, page.height // TILE), Image.Resampling.BOX)
    x, y = min(
        ((x, y) for x in range(tiles.width) for y in range(tiles.height)), key=tiles.getpixel
    )
    spoiled = page.copy()
    spoiled.paste(255, (x * TILE, y * TILE, (x + 1) * TILE, (y + 1) * TILE))
    assert (x, y) in differing_tiles(page, spoiled)
