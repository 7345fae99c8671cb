"""Read a folder's files in several processes, keep what was read, and go on where a run ended."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from perfdesk import __version__
from perfdesk.commands.collect.read_file import SUFFIXES, make_reader
from perfdesk.commands.collect.walk import walk
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.watch import UNWATCHED, Progress, Watch
from perfdesk.models.collected import CollectedFile, from_plain
from perfdesk.storage.collected import BeingCollected, Identity, Results, open_results

# One process takes about 60 MB; reading is bound by the processor, not by the disk.
_MOST_JOBS = 16
_NOT_READ = (
    "不读这种文件，没有收集。要收的是项目文件（.perfdesk）、Excel 或 WPS 表格、"
    "Word（.docx）和本程序输出的 PDF。"
)
_NOT_KEPT = "收集的中间结果写不下来：不能写入“{}”。请检查这个文件夹的权限和磁盘空间。"
_READ_BY = ("form.toml", "layout.toml", "aliases.toml")
_OLD_KINDS = {
    (".doc", ".wps"): "旧版文字文档没有收集。请用 Word 或 WPS 另存为 .docx 再收。",
    (".zip", ".rar", ".7z"): "压缩包没有收集。请先解压到这个文件夹再收。",
}


@dataclass(frozen=True)
class Gathered:
    """What a folder holds, file by file in the order of their paths.

    `troubles` are of files that gave nothing that is kept, `read_now` counts what was not known
    from an earlier run. `is_whole` is false where it was cancelled.
    """

    folder: Path
    files: tuple[str, ...]
    troubles: dict[str, str]
    read_now: int
    is_whole: bool
    _results: Results = field(repr=False)

    def load(self, path: str) -> CollectedFile:
        """Give what is known of a file."""
        if path in self.troubles:
            return CollectedFile("", troubles=(self.troubles[path],))
        return from_plain(self._results.read(path))


@contextmanager
def gathered(
    context: Context,
    folder: Path,
    *,
    leave_out: Collection[Path] = (),
    jobs: int = 0,
    again: bool = False,
    watch: Watch = UNWATCHED,
) -> Iterator[Gathered]:
    """Read what is new in a folder; `again` reads everything. The folder is never written to.

    Raises Refusal where the folder cannot be read, or another process collects from it.
    """
    found = walk(folder, leave_out)
    root = Path(os.path.realpath(folder))
    name = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
    place = context.data / "collect"
    with ExitStack() as stack:
        try:
            held = open_results(place, name, _stamp(context), again=again)
            results = stack.enter_context(held)
            run = _Reading(root, results, watch, len(found.files))
            run.troubles |= dict.fromkeys(found.closed, "这个文件夹或文件打不开，请检查权限。")
            whole = run.read(context, found.files, jobs or min(os.cpu_count() or 1, _MOST_JOBS))
        except BeingCollected:
            raise Refusal("另一个窗口正在收集这个文件夹。请等它结束再试。") from None
        except OSError as error:
            raise Refusal(_NOT_KEPT.format(place)) from error
        paths = sorted({*(each.path for each in found.files), *found.closed})
        kept = tuple(each for each in paths if whole or run.is_known(each))
        yield Gathered(root, kept, run.troubles, run.read_now, whole, results)


@dataclass
class _Reading:
    root: Path
    results: Results
    watch: Watch
    total: int
    done: int = 0
    read_now: int = 0
    bad: int = 0
    troubles: dict[str, str] = field(default_factory=dict)

    def is_known(self, path: str) -> bool:
        return path in self.troubles or self.results.digest(Identity(path, 0, 0)) != ""

    def read(self, context: Context, files: Collection[Identity], jobs: int) -> bool:
        """Read what is not held; false when it was cancelled."""
        from perfdesk.exchange.untrusted.pool import CannotStart, Limits, read_all

        waiting = {each.path: each for each in files if not self._is_settled(each)}
        self.watch.progress(Progress(self.done, self.total, bad=self.bad))
        settings = {"forms": [str(each) for each in context.catalogue.roots]}
        tasks = (self._task(each) for each in list(waiting.values()))
        jobs, cancelled = max(1, min(jobs, len(waiting))), self.watch.cancelled
        try:
            for answer in read_all(make_reader, settings, tasks, jobs, Limits(), cancelled):
                identity = waiting.pop(answer.task["name"])
                self._keep(identity, answer.result, answer.failure)
        except CannotStart:
            raise Refusal("没能启动读取文件的进程，请关闭一些程序再试。") from None
        return not waiting

    def _is_settled(self, identity: Identity) -> bool:
        suffix = Path(identity.path).suffix.casefold()
        if suffix not in SUFFIXES:
            words = (text for kinds, text in _OLD_KINDS.items() if suffix in kinds)
            self.troubles[identity.path] = next(words, _NOT_READ)
            self.bad += 1
        elif not self.results.holds(identity):
            return False
        self.done += 1
        return True

    def _task(self, identity: Identity) -> dict[str, object]:
        return {
            "name": identity.path,
            "path": str(self.root / identity.path),
            "digest": self.results.digest(identity),
        }

    def _keep(self, identity: Identity, plain: object, failure: str) -> None:
        self.done, self.read_now = self.done + 1, self.read_now + 1
        if plain == {"same": True}:
            self.results.renew(identity)
        elif failure:
            self._note(identity, failure)
        else:
            try:
                file = from_plain(plain)
            except (ValueError, TypeError, KeyError, AttributeError):
                self._note(identity, "文件不完整或已损坏，读不出来。请向对方重新索取。")
            else:
                self.bad += not file.forms and bool(file.troubles)
                # What may be otherwise next time, as a file that was locked, is not kept.
                if file.digest:
                    self.results.add(identity, file.digest, plain)
                else:
                    self._note(identity, "；".join(file.troubles))
        self.watch.progress(Progress(self.done, self.total, identity.path, self.bad))

    def _note(self, identity: Identity, words: str) -> None:
        self.troubles[identity.path] = words
        self.bad += 1


def _stamp(context: Context) -> str:
    """Name the program and its editions: with others, everything is read anew."""
    named = hashlib.sha256(__version__.encode())
    for key in sorted(context.catalogue):
        folder = context.catalogue.folder(key)
        for path in (folder / each for each in _READ_BY):
            named.update(path.read_bytes() if path.is_file() else b"")
    return named.hexdigest()
