"""What a clerk answers to a finding, and how it travels as plain JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """A clerk's reason for leaving what a check found as it is.

    `about` is what the check said when it was answered: once its figures are others, the
    answer no longer fits. `extra` holds keys of the file that this version does not know.
    """

    reason: str
    about: str
    extra: dict[str, Any] = field(default_factory=dict, hash=False)


# By code of the check, and name of the field or column.
Answers = dict[tuple[str, str], Answer]


def answers_to_json(answers: Answers) -> list[dict[str, Any]]:
    """Write the answers of a form or row as plain JSON, in an order of their own."""
    return [
        {"code": code, "field": name, **answer_to_json(answer)}
        for (code, name), answer in sorted(answers.items(), key=lambda each: each[0])
    ]


def answers_from_json(data: Any) -> Answers:
    """Read answers back; raises KeyError or TypeError for what are none, or repeat one."""
    answers: Answers = {}
    for each in _of(list, data):
        known = dict(_of(dict, each))
        key = _text(known, "code"), _text(known, "field")
        del known["code"], known["field"]
        if key in answers:
            raise KeyError(key)
        answers[key] = answer_from_json(known)
    return answers


def answer_to_json(answer: Answer) -> dict[str, Any]:
    return {"reason": answer.reason, "about": answer.about, **answer.extra}


def answer_from_json(data: dict[str, Any]) -> Answer:
    """Read one answer back; raises KeyError or TypeError for what is none."""
    extra = {key: value for key, value in data.items() if key not in ("reason", "about")}
    return Answer(_text(data, "reason"), _text(data, "about"), extra)


def _of(kind: type[Any], value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(value)
    return value


def _text(data: dict[str, Any], key: str) -> str:
    text: str = _of(str, data[key])
    return text
