"""Characters that no face has are findings before they are boxes on paper."""

from __future__ import annotations

import pytest

from perfdesk.models.document import Document
from perfdesk.models.finding import Origin, Severity
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.paper.fonts import Faces
from perfdesk.paper.legible import illegible


def test_a_character_without_a_glyph_is_an_error_at_its_cell(
    edition: Edition, sound: Document, faces: Faces
) -> None:
    row = sound.row_ids("indicators")[2]
    at = Ref("name", "indicators", row)
    sound.put(at, "甲\U0010fffd乙\ue000丙\U0010fffd")
    (finding,) = illegible(edition, sound, faces)
    assert (finding.at, finding.code) == (at, "no_glyph")
    assert (finding.severity, finding.origin) == (Severity.ERROR, Origin.UNREADABLE)
    assert finding.label == "三级指标"
    assert finding.actual == "\U0010fffd\ue000"
    assert "“三级指标”中的" in finding.message


@pytest.mark.parametrize(
    "text", ["喆堃镕珺𬱖𫖯", "☑☐①②⑩Ⅲ㎡", "±×÷≥≤≠‰℃", "“”‘’……——《》【】", "ABC abc 123"]
)
def test_what_offices_write_can_be_printed(
    text: str, edition: Edition, sound: Document, faces: Faces
) -> None:
    sound.put(Ref("background"), text)
    assert list(illegible(edition, sound, faces)) == []


def test_what_is_not_drawn_needs_no_glyph(edition: Edition, sound: Document, faces: Faces) -> None:
    sound.put(Ref("background"), "甲\x00\x07\u202e\u200b\ufeff\n\t\u3000\u00a0乙\ufe0f")
    assert list(illegible(edition, sound, faces)) == []


def test_a_fault_is_found_at_every_look_and_gone_when_mended(
    edition: Edition, sound: Document, faces: Faces
) -> None:
    at = Ref("background")
    for text, found in (("甲", 0), ("\ue000", 1), ("\ue000", 1), ("乙", 0), ("\ue000", 1)):
        sound.put(at, text)
        assert len(list(illegible(edition, sound, faces))) == found


def test_entries_that_stand_on_no_paper_are_left_alone(
    edition: Edition, sound: Document, faces: Faces
) -> None:
    sound.cells["of_another_version"] = "\U0010fffd"
    sound.cells["execution_rate"] = "\U0010fffd"
    sound.tables["of_another_version"] = [sound.rows("indicators")[0].copy()]
    sound.put(Ref("name", "of_another_version", "r1"), "\U0010fffd")
    assert list(illegible(edition, sound, faces)) == []
