"""Project files: whole on the way through, one sentence for everything else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.models.answers import Answer
from perfdesk.models.document import Document, Project, Row
from perfdesk.models.finalised import Final, Print
from perfdesk.models.refs import Ref
from perfdesk.storage.project_file import UnreadableProject, read_project, write_project
from tests.conftest import RESOURCES

SAMPLES = sorted((RESOURCES / "samples").glob("*.perfdesk"))
SAMPLE = SAMPLES[0].read_bytes()


def refused(data: bytes) -> str:
    """Give the sentence with which a file is refused, which must be fit for a clerk."""
    with pytest.raises(UnreadableProject) as error:
        read_project(data)
    return fit_for_a_clerk(error.value)


def fit_for_a_clerk(error: UnreadableProject) -> str:
    sentence = str(error)
    assert sentence.endswith("。")
    assert re.search(r"[\u4e00-\u9fff]{4}", sentence)
    assert not re.search(r"[\x00-\x1f\u202a-\u202e]|Error|Traceback|Expecting|line \d", sentence)
    assert len(sentence) < 200
    return sentence


def shortened(value: Any) -> Any:
    """Leave two of every list: the others are read in the same way, thousands of times."""
    if isinstance(value, dict):
        return {key: shortened(each) for key, each in value.items()}
    return [shortened(each) for each in value[:2]] if isinstance(value, list) else value


names = st.text(min_size=1, max_size=6)
# These are part of paths and messages.
forms = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="/"), min_size=1, max_size=6
)
texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
cells = st.dictionaries(names, texts, max_size=4)
later = st.dictionaries(
    st.sampled_from(("later", "note", "新")),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**9), 10**9) | texts,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=2),
        max_leaves=4,
    ),
    max_size=2,
)


answers = st.dictionaries(
    st.tuples(names, names), st.builds(Answer, texts.filter(str.strip), texts, later), max_size=2
)


codes = texts.filter(str.strip)
times = st.datetimes().map(lambda when: when.isoformat(timespec="minutes"))
finals = st.none() | st.builds(Final, codes, st.just("") | times, later)
prints = st.lists(
    st.builds(
        Print,
        codes,
        times,
        st.integers(1, 99),
        st.sampled_from(("print", "pdf")),
        st.booleans(),
        later,
    ),
    max_size=2,
).map(tuple)


@st.composite
def documents(draw: Any) -> Document:
    tables = {}
    for name in draw(st.sets(names, max_size=2)):
        ids = draw(st.lists(names, min_size=1, max_size=3, unique=True))
        tables[name] = [Row(each, draw(cells), draw(later), draw(answers)) for each in ids]
    more = draw(later), draw(answers), draw(finals), draw(prints)
    return Document(draw(forms), draw(forms), draw(cells), tables, *more)


projects = st.builds(Project, st.lists(documents(), min_size=1, max_size=3), later)


@settings(max_examples=50)
@given(projects)
def test_a_project_comes_back_as_it_was_with_what_this_version_does_not_know(
    project: Project,
) -> None:
    data = write_project(project)
    assert read_project(data) == project
    assert write_project(read_project(data)) == data


def test_blanks_in_memory_do_not_stand_in_the_way_of_a_save() -> None:
    document = Document(
        "f", "e", {"a": "", "b": "乙"}, {"items": [], "costs": [Row("r1", {"a": ""})]}
    )
    data = write_project(Project([document]))
    assert write_project(read_project(data)) == data
    assert read_project(data).documents[0] == Document(
        "f", "e", {"b": "乙"}, {"costs": [Row("r1")]}
    )


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))
def test_the_samples_are_written_as_the_program_writes(path: Any) -> None:
    data = path.read_bytes()
    assert write_project(read_project(data)) == data


PRINTED = {"code": "甲", "at": "2024-11-21T14:02", "pages": 2, "how": "pdf", "draft": True}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("final", None),
        ("final", "甲"),
        ("final", {}),
        ("final", {"code": ""}),
        ("final", {"code": "甲", "at": "下午两点"}),
        ("prints", {}),
        ("prints", [None]),
        ("prints", [{**PRINTED, "pages": 0}]),
        ("prints", [{**PRINTED, "pages": True}]),
        ("prints", [{**PRINTED, "how": "fax"}]),
        ("prints", [{**PRINTED, "draft": 1}]),
        ("prints", [{key: value for key, value in PRINTED.items() if key != "at"}]),
    ],
)
def test_a_final_or_a_print_that_is_none_is_refused(key: str, value: object) -> None:
    data = json.loads(SAMPLE)
    data["documents"][0][key] = value
    assert ("定稿" if key == "final" else "打印记录") in refused(json.dumps(data).encode())


def test_a_file_cut_anywhere_is_refused() -> None:
    content = shortened(json.loads(SAMPLE))
    whole = write_project(read_project(json.dumps(content).encode())).rstrip()
    for end in range(0, len(whole), 2):
        refused(whole[:end])
    assert read_project(whole)


def test_a_byte_order_mark_and_other_spacing_are_no_matter() -> None:
    project = read_project(SAMPLE)
    assert read_project(b"\xef\xbb\xbf" + SAMPLE) == project
    assert read_project(json.dumps(json.loads(SAMPLE)).encode()) == project
    assert read_project(SAMPLE.replace(b"\n", b"\r\n")) == project


def with_key_twice(text: str) -> Iterator[str]:
    for match in re.finditer(r'^ *"(\w+)": "[^"\n]*",?$', text, re.MULTILINE):
        line = match[0].rstrip(",")
        yield text[: match.start()] + line + ",\n" + match[0] + text[match.end() :]


def test_a_key_written_twice_is_refused_wherever_it_stands() -> None:
    texts = list(with_key_twice(SAMPLE.decode()))
    assert len(texts) > 50
    for text in texts[::9]:
        assert "写了两次" in refused(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n",
        b"\0" * 4096,
        b"not json",
        b"PK\x03\x04 a workbook",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{'format': 'perfdesk'}",
        b'{"format": "perfdesk", "version": 1, "documents": [NaN]}',
        b'{"format": "perfdesk", "version": Infinity}',
        b'{"format": "perfdesk", "version": 1e999}',
        '{"format": "perfdesk"}'.encode("utf-16"),
        "{“format”: “perfdesk”}".encode(),
        "项目".encode("gb18030"),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'["' + b"a" * 100 + b'"' + b"]" * 100,
        b"9" * 10_000,
        b'"\\ud800"',
        SAMPLE + b"x",
        SAMPLE + SAMPLE,
        SAMPLE.replace(b'"project', b'"\xff'),
        b" " * (33 * 2**20),
        b"null",
        b"[]",
        b"{}",
        b'"perfdesk"',
        b'{"format": "other", "version": 1, "documents": []}',
        b'{"format": "perfdesk"}',
        b'{"format": "perfdesk", "version": "1", "documents": [{}]}',
        b'{"format": "perfdesk", "version": true, "documents": [{}]}',
        b'{"format": "perfdesk", "version": 1.0, "documents": [{}]}',
        b'{"format": "perfdesk", "version": 0, "documents": [{}]}',
        b'{"format": "perfdesk", "version": 1, "documents": []}',
        b'{"format": "perfdesk", "version": 1, "documents": [{}]}',
    ],
    ids=lambda data: repr(data[:30]),
)
def test_what_is_no_project_is_refused_in_a_sentence(data: bytes) -> None:
    refused(data)


def test_a_newer_file_asks_for_a_newer_program_and_says_nothing_was_changed() -> None:
    sentence = refused(SAMPLE.replace(b'"version": 1', b'"version": 2'))
    assert "格式 2" in sentence
    assert "升级" in sentence
    assert "没有改动" in sentence


WRONG = (None, True, 5, 1.5, "字", [], {}, [[]], [5], {"a": 5}, {"a": None}, [{"id": ""}], [{}])


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places(value[index], (*path, index))


def replaced(value: Any, path: tuple[Any, ...], other: object) -> Any:
    if not path:
        return other
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], other)
    return copy


def test_a_wrong_type_anywhere_is_refused_or_harmless() -> None:
    content = shortened(json.loads(SAMPLE))
    count = 0
    for path in places(content):
        for wrong in WRONG:
            data = json.dumps(replaced(content, path, wrong)).encode()
            try:
                project = read_project(data)
            except UnreadableProject as error:
                fit_for_a_clerk(error)
                count += 1
                continue
            assert read_project(write_project(project)) == project
    assert count > 500


def test_two_rows_of_one_number_and_too_many_rows_are_refused() -> None:
    def rows(*ids: str) -> bytes:
        table = {"items": [{"id": each} for each in ids]}
        document = {"form": "f", "edition": "e", "cells": {}, "tables": table}
        return json.dumps({"format": "perfdesk", "version": 1, "documents": [document]}).encode()

    assert "重号" in refused(rows("r1", "r1"))
    assert read_project(rows(*(f"r{n}" for n in range(5_000))))
    assert "5000 行" in refused(rows(*(f"r{n}" for n in range(5_001))))


def test_hostile_names_do_not_reach_the_message_raw() -> None:
    for name in ("\x1b[31m", "\u202e", "\n", "<b>", "长" * 5000):
        document = {"form": "f", "edition": "e", "cells": {name: 5}, "tables": {name: 5}}
        data = {"format": "perfdesk", "version": 1, "documents": [document]}
        refused(json.dumps(data).encode())
        del document["tables"]
        refused(json.dumps(data).encode())


ANSWER = {"code": "c", "field": "a", "reason": "理由", "about": "所指", "by": "后来的版本"}


def with_answers(of_form: object, of_row: object) -> bytes:
    table = {"items": [{"id": "r1", "cells": {"a": "1"}, "answers": of_row}]}
    document = {"form": "f", "edition": "e", "cells": {}, "tables": table, "answers": of_form}
    return json.dumps({"format": "perfdesk", "version": 1, "documents": [document]}).encode()


def test_answers_stand_where_they_belong_and_keep_what_this_version_does_not_know() -> None:
    project = read_project(with_answers([ANSWER], [ANSWER]))
    [form] = project.documents
    answer = Answer("理由", "所指", {"by": "后来的版本"})
    assert list(form.all_answers()) == [
        ("c", Ref("a"), answer),
        ("c", Ref("a", "items", "r1"), answer),
    ]
    assert json.loads(write_project(project)) == json.loads(with_answers([ANSWER], [ANSWER]))


def test_a_program_of_before_answers_keeps_them_among_what_it_does_not_know() -> None:
    # So the format needs no new version: what the old program calls `extra` is written back.
    [form] = read_project(with_answers([ANSWER], [ANSWER])).documents
    old_row = Row("r1", {"a": "1"}, {"answers": [ANSWER]})
    old = Document("f", "e", {}, {"items": [old_row]}, {"answers": [ANSWER]})
    assert read_project(write_project(Project([old]))).documents == [form]


@pytest.mark.parametrize(
    "wrong",
    [None, {}, "说", [5], [{}], [ANSWER, ANSWER], [{**ANSWER, "reason": 5}], [{"code": "c"}]],
)
def test_answers_that_are_none_are_refused(wrong: object) -> None:
    assert "说明" in refused(with_answers(wrong, []))
    assert "第 1 行" in refused(with_answers([], wrong))


def test_half_a_character_in_an_answer_does_not_stop_a_save() -> None:
    document = Document("f", "e")
    document.put_answer("c", Ref("a"), Answer("\ud800理由", "所\udfff指"))
    [again] = read_project(write_project(Project([document]))).documents
    assert again.answer("c", Ref("a")) == Answer("\ufffd理由", "所\ufffd指")
