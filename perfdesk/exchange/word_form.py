"""Read one form whose labels are words in a stranger's grid, not names of ours."""

from __future__ import annotations

from perfdesk.exchange.anchors import Anchors
from perfdesk.exchange.incoming import Incoming, Strange
from perfdesk.exchange.label_words import core
from perfdesk.exchange.spots import Spot, Spots
from perfdesk.exchange.word_fields import read_fields, read_inside_texts, read_texts
from perfdesk.exchange.word_labels import find_labels
from perfdesk.exchange.word_rows import read_tables
from perfdesk.exchange.word_state import Form, is_dash, is_figure
from perfdesk.models.form import Framework
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind


def read_form(spots: Spots, anchors: Anchors) -> Incoming:
    """Read what stands in a part of a grid as a form of this edition."""
    form = Form(spots, anchors)
    find_labels(form)
    read_tables(form)
    read_fields(form)
    read_inside_texts(form)
    read_texts(form)
    choose_framework(form)
    tell(form)
    return form.incoming


def choose_framework(form: Form) -> None:
    """Know the framework by the level names that stand there, else by the headings."""
    at = Ref(form.edition.framework_field)
    if not at.field:
        return
    words = {spot.word for spot in form.spots.walk()}

    def fit(framework: Framework) -> tuple[int, bool]:
        names = {core(n) for one, two in framework.levels.items() for n in (one, *two)}
        return len(names & words), words.issuperset(map(core, framework.headings.values()))

    ranked = sorted(form.edition.frameworks, key=fit, reverse=True)
    if ranked and any(fit(ranked[0])) and (len(ranked) < 2 or fit(ranked[0]) > fit(ranked[1])):
        form.incoming.document.put(at, ranked[0].name)
        form.found.add(at)


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
    for spot in form.spots.walk():
        known = form.is_known(spot) or spot.word in form.anchors.titles
        if spot.key in form.used or known or form.begins_with_fixed(spot):
            continue
        if is_dash(spot) or spot.word in form.anchors.totals or _is_printed_again(form, spot):
            continue
        form.incoming.strange.append(Strange(spot.text, spot.address))


def _is_printed_again(form: Form, spot: Spot) -> bool:
    """Tell whether a figure stands in a row of results, which the form computes."""
    leading = form.spots.row(spot.row)[0]
    fixed = leading.word in form.anchors.fixed | form.anchors.totals
    return fixed and leading != spot and is_figure(spot)
