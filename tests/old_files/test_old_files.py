"""Every format a project was ever saved in stays here, and opens for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.models.answers import Answer
from perfdesk.models.document import Document, Project, Row
from perfdesk.models.finalised import Final, Print
from perfdesk.storage.project_file import read_project, write_project

FOLDER = Path(__file__).parent

WHOLE = Project(
    [
        Document(
            "monitoring_key",
            "minhang-2024",
            {
                "town_name": "闵行区华漕镇",
                "executed": "89.30万元",
                "problems": "第一行\n“第二行”<b>{x}",
            },
            {
                "indicators": [
                    Row(
                        "r2", {"name": "物码安装数量", "target_value": "30000张"}, {"colour": "红"}
                    ),
                    Row("r1", {"name": "𠮷喆"}),
                ]
            },
            {"note": {"by": "后来的版本", "figures": [1, 2]}},
        )
    ],
    {"saved_by": "0.1.0"},
)

# The same version: a program of before keeps answers as it keeps whatever it does not know.
ANSWERED = read_project(write_project(WHOLE))
[_form] = ANSWERED.documents
_form.answers["spent_less", "executed"] = Answer("尾款 12 月支付", "执行率 89.30%，低于 90%。")
_form.rows("indicators")[1].answers["too_good", "name"] = Answer("合同追加", "多了。", {"by": "甲"})

FINAL = read_project(write_project(WHOLE))
[_form] = FINAL.documents
_form.final = Final("7K3F-9QX2-MD4T", "2024-11-21T14:02+08:00", {"by": "甲"})
_form.prints = (
    Print("0000-0000-0000", "2024-11-20T09:00+08:00", 1, "pdf", draft=True),
    Print("7K3F-9QX2-MD4T", "2024-11-21T14:05+08:00", 2, "print", draft=False, extra={"to": "乙"}),
)

SAVED = {"format-1": WHOLE, "format-1-answers": ANSWERED, "format-1-final": FINAL}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.perfdesk")), ids=lambda path: str(path.stem))
def test_an_old_file_opens_with_everything_in_it(path: Path) -> None:
    assert read_project(path.read_bytes()) == SAVED[path.stem]


def test_the_format_of_today_is_among_them() -> None:
    files = [path.read_bytes() for path in FOLDER.glob("*.perfdesk")]
    assert all(write_project(project) in files for project in SAVED.values())
