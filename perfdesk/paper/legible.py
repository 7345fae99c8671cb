"""Find characters that cannot be printed, before the paper shows a substitute for them."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.models.document import Document
from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.form import Edition
from perfdesk.paper.fonts import Faces


def illegible(edition: Edition, document: Document, faces: Faces) -> Iterator[Finding]:
    """Give one error for each cell with characters that no face has."""
    # Cells are named only where there is something to say: the usual answer, that all can
    # be printed, costs next to nothing at each keystroke.
    faulty = faces.unprintable(document.texts())
    if not faulty:
        return
    for at, text in document.entries():
        if text not in faulty:
            continue
        missing = faces.missing(text)
        try:
            label = edition.label(at, document.cells)
            stands_on_paper = not edition.field(at).is_computed
        except KeyError:
            stands_on_paper = False
        if not stands_on_paper:
            # An entry of another version of the form, kept in the file.
            continue
        message = (
            f"“{label}”中的“{'、'.join(missing)}”没有可打印的字形，纸上会印成“〓”。"
            "请换用常用字，或手写补上后再盖章。"
        )
        severity, origin = Severity.ERROR, Origin.UNREADABLE
        yield Finding("no_glyph", severity, origin, at, label, message, actual="".join(missing))
