"""Read one form by the words on it, not by names of ours: pass by pass."""

from __future__ import annotations

from collections.abc import Callable, Set

from perfdesk.exchange.incoming.incoming import Incoming
from perfdesk.exchange.labels.anchors import Anchors
from perfdesk.exchange.labels.fields import read_fields, read_years_in_titles
from perfdesk.exchange.labels.form_grid import FormGrid
from perfdesk.exchange.labels.headings import follow_framework
from perfdesk.exchange.labels.inside import read_labels_inside_texts
from perfdesk.exchange.labels.label_words import core
from perfdesk.exchange.labels.labels import find_labels
from perfdesk.exchange.labels.reading import FormReading, is_figure
from perfdesk.exchange.labels.report import report_missing, report_unread
from perfdesk.exchange.labels.rows import read_tables
from perfdesk.exchange.labels.texts import GridTexts
from perfdesk.models.form import Edition, Framework
from perfdesk.models.refs import Ref


def read_form(texts: GridTexts, anchors: Anchors) -> Incoming:
    """Read what stands in a part of a grid as a form of this edition."""
    grid = FormGrid(texts, anchors)
    form = FormReading(grid, find_labels(grid))
    for read in _PASSES:
        read(form)
    return form.incoming


def read_results(form: FormReading) -> None:
    """Read the rows of figures that the form computes, to compare them."""
    for row in sorted(form.texts.rows):
        leading, *figures = form.texts.row(row)
        for each in form.anchors.results:
            is_it = leading.word == each.word and len(figures) == len(each.cells)
            if is_it and all(map(is_figure, figures)):
                form.account_for(leading, *figures)
                for at, cell in zip(each.cells, figures, strict=True):
                    if at not in form.incoming.stated:
                        form.enter_cells(at, [cell], "")
                break


def choose_framework(form: FormReading) -> None:
    """Know the framework by the level names that stand there, else by the headings."""
    at = Ref(form.edition.framework_field)
    if not at.field:
        return
    framework = fitting_framework(form.edition, {cell.word for cell in form.texts.walk()})
    if framework is not None:
        form.incoming.document.put(at, framework.name)
        form.known_fields.add(at)
        follow_framework(form, framework)


# Each pass knows what those before it have accounted for, so the surest come first.
_PASSES: tuple[Callable[[FormReading], None], ...] = (
    read_tables,
    read_fields,
    read_labels_inside_texts,
    read_years_in_titles,
    read_results,
    choose_framework,
    report_missing,
    report_unread,
)


def fitting_framework(edition: Edition, words: Set[str]) -> Framework | None:
    """Find the framework of which most level names, then all headings are among some words.

    None where none is, or two are as much.
    """

    def fit(framework: Framework) -> tuple[int, bool]:
        names = {core(n) for one, two in framework.levels.items() for n in (one, *two)}
        return len(names & words), words >= set(map(core, framework.headings.values()))

    ranked = sorted(edition.frameworks, key=fit, reverse=True)
    if ranked and any(fit(ranked[0])) and (len(ranked) < 2 or fit(ranked[0]) > fit(ranked[1])):
        return ranked[0]
    return None
