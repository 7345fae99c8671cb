"""Edits survive a crash: every edit goes to a local file before the next key is pressed."""

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from perfdesk.storage.journal_file import Base, HalfWritten, JournalFile, encode
from perfdesk.storage.temporary import sync_folder
from perfdesk.storage.trouble import Cause, explain

SYNC_EVERY = 1.0


class Journal:
    """Write edits down as they happen; never raises for what a disk does, never waits for it.

    A record is one line, handed to the system at once: a killed program loses nothing. A
    thread of its own asks the disk to hold it, at most once a second: a power cut loses at most
    that. While nothing can be written, records wait in memory, and `on_trouble` hears
    one Chinese sentence per spell of trouble, on whichever thread met it.
    """

    def __init__(self, folder: Path, base: Base, *, on_trouble: Callable[[str], None]) -> None:
        """Begin a journal in a local folder; the file is there when this returns."""
        self._folder = folder
        self._base = base
        self._on_trouble = on_trouble
        self._records: list[bytes] = []  # all since the base
        self._file: JournalFile | None = None
        self._outdated: JournalFile | None = None
        self._half_written = False  # the end of the file, or its sync, cannot be trusted
        self._troubled = False
        self._lock = threading.Lock()  # held for writes, which only reach memory; not for a sync
        self._dirty = threading.Event()
        self._closing = threading.Event()
        self._syncer = threading.Thread(target=self._keep_synced, name="journal", daemon=True)
        self._write()
        self._syncer.start()

    @property
    def path(self) -> Path | None:
        """The file in use; None while none could be made."""
        return self._file.path if self._file else None

    def append(self, record: Mapping[str, object]) -> None:
        """Write down one edit: a dictionary of text, int, bool, None, lists and dictionaries."""
        body = encode(record)
        with self._lock:
            self._records.append(body)
        self._write()
        self._dirty.set()

    def mark(self) -> int:
        """Count the edits so far; take it together with the snapshot that is to be saved."""
        return len(self._records)

    def rebase(self, base: Base, since: int) -> None:
        """Begin anew after a save: from its content, and the edits made after its mark.

        Marks taken before are void. Where the new file cannot be written the old one goes
        on, which leads to the same content.
        """
        try:
            with self._lock:
                self._renew(base, self._records[since:])
        except OSError as error:
            self._tell(error)
        self._dirty.set()

    def sync(self) -> None:
        """Have the disk hold what was written, and wait for it; the thread does this by itself."""
        written = self._write()
        try:
            with self._lock:
                if self._file is None:
                    return
                # A duplicate, for the file may be closed while we wait.
                fd = os.dup(self._file.fd)
                outdated = self._outdated
            try:
                os.fsync(fd)
                sync_folder(self._folder)
            finally:
                os.close(fd)
        except OSError as error:
            # The pages are marked clean now: a second sync would succeed and mean nothing.
            self._half_written = True
            self._dirty.set()
            self._tell(error)
        else:
            self._troubled = self._troubled and not written
            with self._lock:
                if outdated and outdated is self._outdated:
                    outdated.remove()
                    self._outdated = None

    def close(self) -> None:
        """Stop, and leave the file for recovery: its edits are saved nowhere else."""
        self._stop()
        self.sync()
        with self._lock:
            for file in (self._file, self._outdated):
                if file:
                    file.close()

    def discard(self) -> None:
        """Stop, and delete the file: its edits are saved, or the clerk gave them up."""
        self._stop()
        with self._lock:
            for file in (self._file, self._outdated):
                if file:
                    file.remove()

    def _write(self) -> bool:
        """Hand to the system what it does not have yet."""
        try:
            with self._lock:
                if self._file is None or self._half_written:
                    self._renew(self._base, self._records)
                elif self._file.count < len(self._records):
                    self._file.extend(self._records[self._file.count :])
        except OSError as error:
            self._half_written = self._half_written or isinstance(error, HalfWritten)
            self._dirty.set()  # the thread tries again
            self._tell(error)
            return False
        return True

    def _renew(self, base: Base, records: list[bytes]) -> None:
        """Go on in another file; the old one stays until the new one is on the disk."""
        old = [file for file in (self._outdated, self._file) if file]
        new = JournalFile(self._folder, base, records, [file.path.name for file in old])
        for file in old[1:]:
            file.remove()  # it never reached the disk for certain; the one before it did
        self._outdated = old[0] if old else None
        self._file, self._base, self._records = new, base, list(records)
        self._half_written = False

    def _tell(self, error: OSError) -> None:
        if not self._troubled:
            self._troubled = True
            full = explain(error, self._folder).cause is Cause.FULL
            why = "本机磁盘已满" if full else "本机磁盘写不进去"
            self._on_trouble(
                f"{why}，填写过程暂时不能自动记录；万一程序意外关闭，未保存的内容会丢失。"
                "请现在就保存，并清理磁盘。"
            )

    def _keep_synced(self) -> None:
        while not self._closing.wait(SYNC_EVERY):
            self._dirty.wait()
            if not self._closing.is_set():
                self._dirty.clear()
                self.sync()

    def _stop(self) -> None:
        self._closing.set()
        self._dirty.set()
        if self._syncer is not threading.current_thread():
            self._syncer.join(timeout=5)
