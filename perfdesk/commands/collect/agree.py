"""Find in what was collected the same form twice, and forms of one project that disagree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from perfdesk.commands.context import Context
from perfdesk.commands.editions import find_edition
from perfdesk.exchange.incoming.differences import differences
from perfdesk.forms.agreement import disagreements
from perfdesk.models.collected import CollectedForm
from perfdesk.models.document import Document
from perfdesk.models.finding import Finding
from perfdesk.models.form import Edition
from perfdesk.models.plain import unspaced
from perfdesk.models.summary_lines import DIFFERENT, SAME, STAGES
from perfdesk.storage.project_file import read_project

_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A form in few words, so that ten thousand fit: where it is, whose, and its code."""

    path: str
    place: int
    key: str
    title: str
    unit: str
    project: str
    period: str
    code: str

    @property
    def of(self) -> tuple[str, str]:
        """Tell whose project it is about, however it is spaced."""
        return unspaced(self.unit), unspaced(self.project)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two forms that are the same, or should agree and do not; `what` is the kind."""

    what: str
    one: Listed
    other: Listed
    label: str = ""
    here: str = ""
    there: str = ""
    message: str = ""


Fetch = Callable[[Listed], CollectedForm]


def listed(path: str, place: int, form: CollectedForm) -> Listed:
    """Make the short entry of a form."""
    period = form.period
    return Listed(path, place, form.key, form.title, form.unit, form.project, period, form.code)


def repeated(forms: Sequence[Listed]) -> dict[Listed, Listed]:
    """Map each form of which the same data came before to that one."""
    first: dict[tuple[str, str], Listed] = {}
    found = {}
    for each in forms:
        before = first.setdefault((each.key, each.code), each)
        if before is not each:
            found[each] = before
    return found


def clashes(context: Context, forms: Sequence[Listed], fetch: Fetch) -> Iterator[Clash]:
    """Give repetitions, then contradictions: of one form, then between stages of a project."""
    copies = repeated(forms)
    for copy, original in copies.items():
        yield Clash(SAME, original, copy, message="两份内容相同，合计中只算一份。")
    versions: dict[tuple[object, ...], list[Listed]] = defaultdict(list)
    projects: dict[tuple[str, str], list[Listed]] = defaultdict(list)
    for each in forms:
        if each not in copies and each.of[1]:
            versions[each.key, *each.of, unspaced(each.period)].append(each)
            projects[each.of].append(each)
    for group in versions.values():
        for other in group[1:]:
            yield from _differences(context, group[0], other, fetch)
    for group in projects.values():
        for one, other in combinations(group, 2):
            if one.key != other.key and one.path != other.path and _may_agree(one, other):
                yield from _disagreements(context, one, other, fetch)


def clashing(forms: Sequence[Listed]) -> set[Listed]:
    """Give the forms of which another version is there that says something else."""
    copies = repeated(forms)
    groups: dict[tuple[object, ...], list[Listed]] = defaultdict(list)
    for each in forms:
        if each not in copies and each.of[1]:
            groups[each.key, *each.of, unspaced(each.period)].append(each)
    return {each for group in groups.values() if len(group) > 1 for each in group}


def _may_agree(one: Listed, other: Listed) -> bool:
    """Tell whether two forms may be about the same year: what says none is about any."""
    years, others = set(_YEAR.findall(one.period)), set(_YEAR.findall(other.period))
    return not years or not others or bool(years & others)


def _differences(context: Context, one: Listed, other: Listed, fetch: Fetch) -> Iterator[Clash]:
    edition, ours = _whole(context, fetch(one))
    _, theirs = _whole(context, fetch(other))
    for each in differences(edition, ours, theirs):
        message = "同一单位同一项目的同一张表交了两份，内容不同，请问清哪一份有效。"
        yield Clash(DIFFERENT, one, other, each.label, each.before, each.after, message)


def _disagreements(context: Context, one: Listed, other: Listed, fetch: Fetch) -> Iterator[Clash]:
    ours, theirs = _whole(context, fetch(one)), _whole(context, fetch(other))
    for finding in disagreements(ours, [theirs]):
        here = finding.actual or _text(ours[1], finding)
        yield Clash(STAGES, one, other, finding.label, here, finding.expected, finding.message)


def _text(document: Document, finding: Finding) -> str:
    try:
        return document.text(finding.at)
    except KeyError:
        return ""


def _whole(context: Context, form: CollectedForm) -> tuple[Edition, Document]:
    return find_edition(context, form.key), read_project(form.document.encode()).documents[0]
