"""Send every hostile file through every road by which a file comes in, and say what came of it.

`python -m tests.exchange.hostile.files` prints a line for each file and road; with `--measure`
also seconds and the peaks of memory, of the program itself and of its readers.
"""

# ruff: noqa: E501
from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from perfdesk.commands.carriers import is_carrier, read_carrier
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.form import judge
from perfdesk.commands.intake import read_excels
from perfdesk.commands.projects import open_project
from perfdesk.commands.verify.look import look_into
from perfdesk.exchange.incoming.differences import same_data
from perfdesk.models.document import Document
from tests.conftest import make_context
from tests.exchange.hostile import old, others, paper, projects, workbooks
from tests.exchange.hostile.form import KEY, OTHER, READ, Stranger
from tests.exchange.labels.test_disfigured import CATALOGUE, sound

IMPORT, OPEN, VERIFY = "导入", "打开", "核验"


def strangers() -> list[Stranger]:
    """Give all named files, whatever door they come to."""
    rooms = (workbooks, old, others, paper, projects)
    return [each for room in rooms for each in room.files()]


def context_in(folder: Path) -> Context:
    return make_context(folder, CATALOGUE)


def roads(path: Path) -> tuple[str, ...]:
    """Tell by which roads a person would send such a file."""
    if path.suffix.casefold() == ".perfdesk":
        return (OPEN, VERIFY)
    return (IMPORT, OPEN, VERIFY) if is_carrier(path) else (IMPORT, VERIFY)


def outcome(context: Context, path: Path, road: str) -> str:
    """Send a file through a road; give its message, or what was read and with which notes."""
    try:
        return _taken(context, path, road)
    except Refusal as refusal:
        return str(refusal)


def _taken(context: Context, path: Path, road: str) -> str:
    if road == VERIFY:
        [form, *more] = look_into(context, path).forms
        return _told([form.document, *(each.document for each in more)], form.remarks)
    if road == OPEN:
        opened = open_project(context, path)
        judge(context, opened.edition, opened.document)
        return _told([opened.document], (opened.note,))
    if is_carrier(path):
        project, note = read_carrier(context, path)
        return _told(project.documents, (note,))
    found = read_excels(context, path)
    notes = [f"{n.where}：{n.message}" for _, each in found for n in each.notes]
    return _told([each.document for _, each in found], notes)


def _told(documents: list[Document | None], notes: object) -> str:
    same = [
        each is not None
        and f"{each.form}/{each.edition}" == KEY
        and same_data(CATALOGUE[KEY], on_one_line(sound(KEY)), on_one_line(each))
        for each in documents
    ]
    return f"{READ if all(same) else OTHER} {'；'.join(notes)}"  # type: ignore[arg-type]


def on_one_line(document: Document) -> Document:
    """Take line feeds out of all texts: a file of plain text cannot hold them in a cell."""
    plain = document.copy()
    for at, text in list(document.entries()):
        plain.put(at, " ".join(text.split()))
    return plain


def is_expected(said: str, expect: str) -> bool:
    """Tell whether what came of a file is what had to."""
    was_read = said.startswith((READ, OTHER))
    pieces = expect.removeprefix("note:").split("|")
    if expect.startswith("note:"):
        return was_read and any(each in said for each in pieces)
    found = [each for each in pieces if each in (READ, OTHER)]
    return any(said.startswith(each) for each in found) or (
        not was_read and any(each in said for each in pieces if each not in found)
    )


# What a refusal may hold that is no Chinese: names of programs, kinds of file, and what the
# file itself says between quotation marks.
_KNOWN = r"Excel|WPS|Word|PDF|PNG|JPG|JSON|UTF-8|XML|DOCTYPE|GB|MB|dpi|--form|goal_declaration/mof-2020|import|CSV"
_KINDS = r"\.?(?:xlsx|xlsm|xlsb|xls|et|ods|docx|doc|csv|txt|html|pdf|png|jpe?g|perfdesk)"
_CELLS = r"[A-Z]{1,4}\d+(?::[A-Z]{1,4}\d+)?"
_PARTS = r"cells|tables|answers|final|prints"


def faults_in(message: str) -> list[str]:
    """List what a clerk could not understand in a refusal: it is one sentence, or two, in Chinese."""
    faults = []
    if not re.search(r"[\u4e00-\u9fff]", message) or not message.endswith("。"):
        faults.append("is no Chinese sentence")
    if re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", message):
        faults.append("has characters that do not show")
    if not re.search("请|重新|再|找回|核对|改正|升级", message):
        faults.append("does not say what to do")
    bare = re.sub(r"“[^”]*”|(?:[0-9A-Z]{4}-?){3}|（[^（）]*）|\([^()]*\)", "", message)
    bare = re.sub(rf"(?<![A-Za-z])(?:{_KNOWN}|{_KINDS}|{_CELLS}|{_PARTS})(?![A-Za-z])", "", bare)
    faults += [f"says {word!r}" for word in re.findall(r"[A-Za-z_]{2,}", bare)]
    if len(message) > 400:
        faults.append("is too long")
    return faults


@dataclass(frozen=True)
class Measured:
    """What one file did on one road, how long it took, and the peak of all readers so far."""

    stranger: Stranger
    road: str
    said: str
    seconds: float
    size: int
    memory: int = 0

    @property
    def is_right(self) -> bool:
        expect = self.stranger.expect
        return is_expected(self.said, expect) and (
            self.said.startswith((READ, OTHER)) or not faults_in(self.said)
        )


def made(folder: Path, wanted: list[str]) -> list[Stranger]:
    """Put the wanted files into a folder; every name for none."""
    found = [each for each in strangers() if not wanted or any(w in each.name for w in wanted)]
    for each in found:
        (folder / each.name).write_bytes(each.make())
    return found


def measure(context: Context, path: Path, one: Stranger) -> Iterator[Measured]:
    """Send one file through all its roads."""
    for road in roads(path):
        began = time.monotonic()
        said = outcome(context, path, road)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        yield Measured(one, road, said, time.monotonic() - began, path.stat().st_size, peak)


def main() -> None:
    """Print what comes of each file, and the worst of all at the end."""
    options = [each for each in sys.argv[1:] if each.startswith("--")]
    wanted = [each for each in sys.argv[1:] if not each.startswith("--")]
    with TemporaryDirectory() as folder:
        # By another process: what making the files takes is no business of the program.
        command = [sys.executable, "-m", "tests.exchange.hostile.files"]
        subprocess.run([*command, f"--make={folder}", *wanted], check=True)
        subprocess.run([*command, f"--in={folder}", *options], check=True)


def report(folder: Path, is_measured: bool) -> None:
    """Send all files of a folder through their roads."""
    worst, wrong, count = (0.0, ""), 0, 0
    with TemporaryDirectory() as data:
        context = context_in(Path(data))
        for stranger in strangers():
            path = folder / stranger.name
            if not path.exists():
                continue
            count += 1
            for each in measure(context, path, stranger):
                wrong += not each.is_right
                worst = max(worst, (each.seconds, f"{stranger.name} ({each.road})"))
                figures = f"{each.size:>9} {each.seconds:5.2f} s {each.memory // 1024:>4} MB "
                mark = " " if each.is_right else "!"
                said = " ".join(each.said.split())[:110]
                print(
                    mark, figures if is_measured else "", stranger.name, "|", each.road, "|", said
                )
    # Not getrusage: there, a process begins with the peak of the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    readers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{count} files, {wrong} not as expected; slowest {worst[0]:.2f} s, {worst[1]}; ", end="")
    print(f"peak of a reader {readers} MB, of the program {own} MB")


if __name__ == "__main__":
    first, _, place = sys.argv[1].partition("=") if sys.argv[1:] else ("", "", "")
    if first == "--make":
        made(Path(place), sys.argv[2:])
    elif first == "--in":
        report(Path(place), "--measure" in sys.argv)
    else:
        main()
