"""Read one form whose labels are words in a grid made elsewhere, not names of ours."""

from __future__ import annotations

from collections.abc import Set

from perfdesk.exchange.incoming.incoming import Incoming, Strange
from perfdesk.exchange.labels.anchors import Anchors
from perfdesk.exchange.labels.fields import read_fields, read_inside_texts, read_texts
from perfdesk.exchange.labels.headings import follow_framework
from perfdesk.exchange.labels.label_words import core
from perfdesk.exchange.labels.labels import find_labels
from perfdesk.exchange.labels.reading import Form, is_dash, is_figure
from perfdesk.exchange.labels.rows import read_tables
from perfdesk.exchange.labels.texts import Spot, Spots
from perfdesk.exchange.parse.cells import has_boxes, is_ticked
from perfdesk.models.form import Edition, Framework
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind

# So many words of one row that all stand elsewhere, too, are a copy: scans give a table twice.
_COPY = 4


def read_form(spots: Spots, anchors: Anchors) -> Incoming:
    """Read what stands in a part of a grid as a form of this edition."""
    form = Form(spots, anchors)
    find_labels(form)
    read_tables(form)
    read_fields(form)
    read_inside_texts(form)
    read_texts(form)
    read_results(form)
    choose_framework(form)
    tell(form)
    return form.incoming


def read_results(form: Form) -> None:
    """Read the rows of figures that the form computes, to compare them."""
    for row in sorted(form.spots.rows):
        leading, *figures = form.spots.row(row)
        for each in form.anchors.results:
            is_it = leading.word == each.word and len(figures) == len(each.cells)
            if is_it and all(map(is_figure, figures)):
                form.used.update(spot.key for spot in (leading, *figures))
                for at, spot in zip(each.cells, figures, strict=True):
                    if at not in form.incoming.stated:
                        form.take(at, [spot], "")
                break


def choose_framework(form: Form) -> None:
    """Know the framework by the level names that stand there, else by the headings."""
    at = Ref(form.edition.framework_field)
    if not at.field:
        return
    framework = fitting_framework(form.edition, {spot.word for spot in form.spots.walk()})
    if framework is not None:
        form.incoming.document.put(at, framework.name)
        form.found.add(at)
        follow_framework(form, framework)


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


def tell(form: Form) -> None:
    """Name what was not found, and list what was not understood."""
    missing = []
    for table, its_field in form.edition.walk():
        at = Ref(its_field.name, table)
        if at in form.found:
            continue
        if not its_field.is_computed:
            form.incoming.unread.add(at)
        if not table and not its_field.is_computed and its_field.kind is not Kind.FRAMEWORK:
            missing.append(its_field.label)
    for name, whole in form.edition.tables.items():
        gone = [c for c in whole.columns if Ref(c.name, name) not in form.found]
        if len(gone) == len(whole.columns):
            form.incoming.unread.add(Ref("", name))
            missing.append(f"{whole.label}（整张表）")
        else:
            missing += [f"{whole.label}·{c.label}" for c in gone if not c.is_computed]
            for row in whole.rows:
                cells = [c for c in whole.columns if c.exists_in(row.name)]
                if not any(Ref(c.name, name, row.name) in form.found for c in cells):
                    missing.append(f"{whole.label}·{row.label}")
                    form.incoming.unread.update(Ref(c.name, name, row.name) for c in cells)
    if missing:
        told = "、".join(f"“{each}”" for each in missing)
        form.note(form.edition.short_title, f"文件里没有找到{told}，这些项没有读入，保持不变。")
    read = {spot.text for spot in form.spots.walk() if spot.key in form.used}
    for line in sorted(form.spots.rows):
        left = [spot for spot in form.spots.row(line) if not _is_accounted_for(form, spot)]
        words = sum(not is_figure(spot) for spot in left)
        if words < _COPY or any(spot.text not in read for spot in left):
            form.incoming.strange.extend(Strange(spot.text, spot.place) for spot in left)


def _is_accounted_for(form: Form, spot: Spot) -> bool:
    """Tell whether a text was read, or is printed on the form for nobody to fill in."""
    known = form.is_known(spot) or spot.word in form.anchors.titles | form.anchors.totals
    said = spot.key in form.used or known or form.begins_with_fixed(spot)
    is_open = has_boxes(spot.text) and not is_ticked(spot.text)  # an option nobody chose
    return said or is_open or is_dash(spot) or _is_total(form, spot)


def _is_total(form: Form, spot: Spot) -> bool:
    """Tell whether a figure stands in a row of totals, which the form computes."""
    leading = form.spots.row(spot.row)[0]
    return leading.word in form.anchors.totals and leading != spot and is_figure(spot)
