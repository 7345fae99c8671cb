"""Figures linked to indicators stay right while names, targets and the text change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.value import parse_indicator_value
from perfdesk.models.values import Value
from perfdesk.rules.kept import Kept
from perfdesk.rules.text.contradictions import StatedOfIndicators
from perfdesk.rules.text.sentences import Passage

NAMES = (None, "制作宣传册数量", "物码采集数", "服务居民人数", "居民满意度", "制作宣传片数量")
TARGETS = (None, "16667张", "20个", "95%", "及时", "1200人次")
SENTENCES = (
    "制作宣传册20个。",
    "采集物码16667张，居民满意度96%。",
    "服务居民1200人次。",
    "天气好。",
    "2023年制作宣传片30个。",
)
ROWS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(TARGETS)), max_size=5)
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=4).map("".join)


def columns(rows: list[tuple[str | None, str | None]]) -> tuple[list[Value], list[Value]]:
    return [name for name, _ in rows], [
        None if target is None else parse_indicator_value(target) for _, target in rows
    ]


@given(st.lists(st.tuples(TEXTS, ROWS), min_size=1, max_size=6))
def test_what_is_linked_after_changes_is_what_a_first_look_links(
    states: list[tuple[str, list[tuple[str | None, str | None]]]],
) -> None:
    stated: StatedOfIndicators | None = None
    passage, names, targets = Passage(""), Kept[Value](), Kept[Value]()
    for text, rows in states:
        new_names, new_targets = columns(rows)
        passage = Passage(text, passage)
        names, targets = names.followed_by(new_names), targets.followed_by(new_targets)
        known = {} if stated is None else dict(stated)
        stated = StatedOfIndicators(passage, names, targets, "2024", stated)
        fresh = StatedOfIndicators(text, new_names, new_targets, "2024")
        assert dict(stated) == dict(fresh)
        changed = {name for name in {*known, *fresh} if known.get(name) != fresh.get(name)}
        assert changed <= stated.affected or not known
