"""Judge a form, also beside the other forms of its project."""

from __future__ import annotations

from dataclasses import dataclass, replace

from perfdesk.commands.context import Context, Opened
from perfdesk.commands.editions import find_edition, key_of, why_unfit
from perfdesk.forms.agreement import disagreements
from perfdesk.models.document import Document, Project
from perfdesk.models.finding import Evaluation, Finding
from perfdesk.models.form import Edition
from perfdesk.rules.evaluate.answered import with_answers
from perfdesk.rules.evaluate.engine import evaluate, in_order


@dataclass(frozen=True, slots=True)
class JudgedForm:
    """A form and what was found in it: what paper, workbooks and 定稿 are made of.

    A `blank` one is to be filled in by hand.
    """

    edition: Edition
    document: Document
    evaluation: Evaluation
    blank: bool = False


def judge(
    context: Context,
    edition: Edition,
    document: Document,
    project: Project | None = None,
    *,
    glyphs: bool = True,
) -> Evaluation:
    """Evaluate a document, also beside the other forms of its project.

    `glyphs` looks for characters that cannot be printed, which needs the fonts.
    """
    found = evaluate(edition, document)
    more: list[Finding] = []
    if project is not None and len(project.documents) > 1:
        others = [
            (find_edition(context, key_of(each)), each)
            for each in project.documents
            if each is not document and not why_unfit(context, each)
        ]
        more += disagreements((edition, document), others)
    if glyphs:
        from perfdesk.paper.legible import illegible

        more += illegible(edition, document, context.faces)
    if not more:
        return found
    more = list(with_answers(document, more))
    return replace(found, findings=in_order(edition, document, (*found.findings, *more)))


def judged(context: Context, opened: Opened) -> JudgedForm:
    """Judge an opened form beside the others of its project."""
    evaluation = judge(context, opened.edition, opened.document, opened.project)
    return JudgedForm(opened.edition, opened.document, evaluation)


def blank_form(context: Context, opened: Opened) -> JudgedForm:
    """Make an empty form like the opened one: only the framework stays, it words the headings."""
    edition, document, name = opened.edition, opened.document, opened.edition.framework_field
    kept = {name: document.cells[name]} if name in document.cells else {}
    empty = Document(document.form, document.edition, kept)
    return JudgedForm(edition, empty, judge(context, edition, empty), blank=True)
