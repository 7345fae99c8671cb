"""Judge a form, also beside the other forms of its project."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from perfdesk.commands.context import Context, Opened
from perfdesk.commands.editions import find_edition, key_of, why_unfit
from perfdesk.forms.agreement import disagreements
from perfdesk.models.document import Document, Project
from perfdesk.models.finding import Evaluation, Finding
from perfdesk.models.form import Edition
from perfdesk.rules.evaluate.answered import with_answers
from perfdesk.rules.evaluate.engine import Evaluator
from perfdesk.rules.evaluate.order import with_more


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
    return judging(context, edition, project)(document, glyphs=glyphs)


class Judge(Protocol):
    """Whatever judges a document of an edition; see `judge`."""

    def __call__(self, document: Document, *, glyphs: bool = True) -> Evaluation: ...


def judging(context: Context, edition: Edition, project: Project | None) -> Judge:
    """Give what judges one open form again and again, and keeps what followed from it."""
    evaluator = Evaluator(edition)

    def judge(document: Document, *, glyphs: bool = True) -> Evaluation:
        found = evaluator.evaluate(document)
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
        marked = with_answers(document, more)
        return replace(found, findings=with_more(edition, document, found.findings, marked))

    return judge


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
