"""What was gathered of one file that somebody sent: its forms, or why there is none.

Plain texts throughout, so that it goes through a pipe and onto disk: `as_plain` and
`from_plain`, which believes nothing of what it is given.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from perfdesk.models.severity import Severity

# What a person is told of a form that was known by its labels alone.
BY_WORDS = "按栏目名称识别，请核对"
FINAL = "已定稿"
READING = "reading"
_WORDS = {each.value: each.word for each in Severity} | {READING: "读入"}


@dataclass(frozen=True, slots=True)
class CollectedFinding:
    """A finding of a form, in words; `sheet` and `cell` say where it stands in a workbook.

    `level` is a severity's name, or "reading" for what a workbook left unclear. `quiet` ones are
    settled by an answer.
    """

    level: str
    place: str
    message: str
    actual: str = ""
    expected: str = ""
    basis: str = ""
    answer: str = ""
    quiet: bool = False
    sheet: str = ""
    cell: str = ""

    @property
    def word(self) -> str:
        return _WORDS.get(self.level, self.level) + ("（已说明）" if self.quiet else "")


@dataclass(frozen=True, slots=True)
class CollectedForm:
    """One form: whose it is, its figures (amounts in 元, rate in percent), and its findings.

    Figures are decimals as text, blank where there is none. `standing` is how it stands to
    定稿. `indicators` are the rows of its main table by column name, `document` is the whole
    form as a project file. `by_words` tells that no names of ours said what its cells are.
    """

    key: str
    title: str
    code: str
    unit: str = ""
    project: str = ""
    period: str = ""
    budget: str = ""
    execution: str = ""
    rate: str = ""
    score: str = ""
    grade: str = ""
    conclusion: str = ""
    standing: str = ""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    answered: int = 0
    findings: tuple[CollectedFinding, ...] = ()
    indicators: tuple[dict[str, str], ...] = ()
    document: str = ""
    by_words: bool = False


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """One file, by the digest of its bytes; `troubles` say what in it could not be read."""

    digest: str
    forms: tuple[CollectedForm, ...] = ()
    troubles: tuple[str, ...] = ()


def figure(text: str) -> Decimal | None:
    """Read a figure of a record; None for a blank one, and for what is no number."""
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def as_plain(file: CollectedFile) -> dict[str, Any]:
    return asdict(file)


def from_plain(plain: Any) -> CollectedFile:
    """Read a record back; raises ValueError or TypeError for what is none."""
    forms = tuple(_form(each) for each in _list(plain["forms"]))
    return CollectedFile(_text(plain["digest"]), forms, tuple(map(_text, _list(plain["troubles"]))))


def _form(plain: Any) -> CollectedForm:
    rows = [
        {_text(name): _text(text) for name, text in row.items()}
        for row in _list(plain["indicators"])
    ]
    findings = tuple(_made(CollectedFinding, each) for each in _list(plain["findings"]))
    made: CollectedForm = _made(
        CollectedForm, {**plain, "findings": findings, "indicators": tuple(rows)}
    )
    return made


def _made(kind: Any, plain: dict[str, Any]) -> Any:
    made = kind(**plain)
    for name, its_kind in _KINDS[kind].items():
        if type(getattr(made, name)) is not its_kind:
            raise ValueError(name)
    return made


def _kinds(kind: Any) -> dict[str, type]:
    known = {"str": str, "int": int, "bool": bool}
    fields = kind.__dataclass_fields__.values()
    return {each.name: known[each.type] for each in fields if each.type in known}


_KINDS = {kind: _kinds(kind) for kind in (CollectedFinding, CollectedForm)}


def _list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise ValueError("no list")
    return plain


def _text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise ValueError("no text")
    return plain
