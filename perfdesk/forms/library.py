"""The indicator library: read it from TOML, strictly, and find in it what a clerk may mean.

It is advice. Nothing of it binds a form; the level names are those of the form's framework.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from perfdesk.forms.reader import FormFault, Reader, listed, open_toml
from perfdesk.models.form import Framework
from perfdesk.models.library import KnownIndicator

_KINDS = "kinds.toml"
# Some frameworks number their levels: C1 产出数量.
_CODE = re.compile(r"^[A-Z][0-9.]*\s*")


@dataclass(frozen=True, slots=True)
class IndicatorKind:
    """A kind of indicator, and the second-level names that frameworks have for it."""

    name: str
    level2: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What indicators are sorted by; `words` in a project's title point to it."""

    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """All that is known, the office's own first; `notes` say what of it could not be read."""

    kinds: tuple[IndicatorKind, ...] = ()
    topics: tuple[Topic, ...] = ()
    indicators: tuple[KnownIndicator, ...] = ()
    notes: tuple[str, ...] = ()

    def kind_of(self, level2: str) -> str:
        """Name the kind a second level stands for; blank for one that no kind claims."""
        plain = _CODE.sub("", level2.strip())
        return next((kind.name for kind in self.kinds if plain in kind.level2), "")

    def levels(self, known: KnownIndicator, framework: Framework) -> tuple[str, str] | None:
        """Give first and second level for an indicator; None where a framework has no place."""
        if not known.kind:
            fits = known.level2 in framework.levels.get(known.level1, ())
            return (known.level1, known.level2) if fits else None
        wanted = next((kind.level2 for kind in self.kinds if kind.name == known.kind), ())
        for name in wanted:
            for level1, below in framework.levels.items():
                for level2 in below:
                    if _CODE.sub("", level2) == name:
                        return level1, level2
        return None

    def topic_for(self, title: str) -> str:
        """Name the topic a project's title points to; blank where none does."""
        hits = {each.name: sum(word in title for word in each.words) for each in self.topics}
        best = max(hits, key=lambda name: hits[name], default="")
        return best if hits.get(best) else ""


def read_library(folder: Path) -> Library:
    """Read the program's library; raises FormFault naming file, place and key."""
    file = open_toml(folder / _KINDS)
    kinds = tuple(each.make(IndicatorKind) for each in file.tables("kind"))
    file.done()
    library = Library(kinds)
    for path in sorted(folder.glob("*.toml")):
        if path.name != _KINDS:
            library = _with_topic(library, path)
    return library


def extend(library: Library, folder: Path) -> Library:
    """Add what an office wrote itself; a file with a fault is left out and noted."""
    for path in listed(folder, "*.toml"):
        try:
            library = _with_topic(library, path)
        except FormFault as fault:
            note = f"指标库文件“{path.name}”没有读入：{fault}。请改正后重新打开程序。"
            library = replace(library, notes=(*library.notes, note))
    return library


def join(library: Library, own: Sequence[KnownIndicator], notes: Iterable[str] = ()) -> Library:
    """Put the office's own indicators before the others; of two alike the first stays."""
    keys = {each.key for each in own}
    own = once_each(own)
    others = tuple(each for each in library.indicators if each.key not in keys)
    known = {each.name for each in library.topics}
    topics = tuple(Topic(name) for name in dict.fromkeys(each.topic for each in own))
    fresh = tuple(each for each in topics if each.name not in known)
    return replace(
        library,
        topics=(*fresh, *library.topics),
        indicators=(*own, *others),
        notes=(*library.notes, *notes),
    )


def once_each(indicators: Iterable[KnownIndicator]) -> tuple[KnownIndicator, ...]:
    """Give every indicator once, as it first comes."""
    found: dict[tuple[str, str], KnownIndicator] = {}
    for each in indicators:
        found.setdefault(each.key, each)
    return tuple(found.values())


def search(
    library: Library, text: str = "", *, topic: str = "", only_own: bool = False
) -> tuple[KnownIndicator, ...]:
    """Find what has every blank-parted word in its name, topic, kind or evidence."""
    words = text.split()
    return tuple(
        each
        for each in library.indicators
        if (not topic or each.topic == topic)
        and (not only_own or each.is_own)
        and all(word in f"{each.name} {each.topic} {each.kind} {each.evidence}" for word in words)
    )


def suggest(
    library: Library,
    text: str,
    framework: Framework,
    *,
    level2: str = "",
    used: Collection[str] = (),
    limit: int = 12,
) -> tuple[KnownIndicator, ...]:
    """Give the indicators a clerk may mean who has typed so much, the likeliest first.

    What fits the row's second level goes first, then a name that begins with the text,
    then one that holds it, then topics; among equals the topics of the names already
    `used`, then what the office itself added. Used names are not offered again. With no
    text only what fits is offered.
    """
    text = text.strip()
    kind = library.kind_of(level2)
    topics = {each.topic for each in library.indicators if each.name in used}
    topics.add(library.topic_for(" ".join(used)))
    ranked = []
    for place, each in enumerate(library.indicators):
        match = _match(text, each)
        if match is None or (each.name in used and each.name != text):
            continue
        fits = each.kind == kind if kind else not level2 or each.level2 == level2
        if not text and not fits:
            continue
        if (each.kind or each.level2) and library.levels(each, framework) is None:
            continue
        rank = (not fits, match, each.topic not in topics, not each.is_own, place)
        ranked.append((rank, each))
    return once_each(each for _, each in sorted(ranked, key=lambda pair: pair[0]))[:limit]


def _match(text: str, known: KnownIndicator) -> int | None:
    if known.name.startswith(text):
        return 0
    if text in known.name:
        return 1
    if all(word in known.name or word in known.topic for word in text.split()):
        return 2
    return None


def _with_topic(library: Library, path: Path) -> Library:
    file = open_toml(path)
    topic = Topic(file.text("topic"), file.texts("words"))
    kinds = {each.name for each in library.kinds}
    known = {each.key for each in library.indicators}
    added: list[KnownIndicator] = []
    for each in file.tables("indicators"):
        read = _indicator(each, topic.name, kinds)
        if read.key in known:
            each.note("name", f"“{read.name}”已经有了")
        known.add(read.key)
        added.append(read)
    file.done()
    others = tuple(each for each in library.topics if each.name != topic.name)
    return replace(library, topics=(*others, topic), indicators=(*library.indicators, *added))


def _indicator(reader: Reader, topic: str, kinds: Collection[str]) -> KnownIndicator:
    read = KnownIndicator(
        name=reader.text("name").strip(),
        topic=topic,
        kind=reader.text("kind"),
        value=reader.text("value", ""),
        evidence=reader.text("evidence", ""),
    )
    if not read.name:
        reader.note("name", "不能空白")
    if read.kind not in kinds:
        reader.note("kind", f"“{read.kind}”不认识，可用：{'、'.join(sorted(kinds))}")
    reader.done()
    return read
