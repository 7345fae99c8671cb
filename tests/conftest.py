"""Shared means of the tests: one catalogue, a context of one's own, examples that repeat."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from perfdesk.commands.context import Context
from perfdesk.commands.paper_face import faces_for
from perfdesk.exchange.untrusted import pool
from perfdesk.exchange.untrusted.pool import Limits
from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.paper.fonts import Faces
from perfdesk.storage.preferences import PreferenceStore
from tests.exchange.untrusted.shared_worker import SharedWorker
from tests.patience import SECONDS

ROOT = Path(__file__).resolve().parents[1]
RESOURCES = ROOT / "resources"

# Seconds of the processor that the program grants a reader at least.
SHORTEST = 2

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The same examples on every machine and no time limit on any of them: what fails, fails
# for everybody, and a slow machine is not a fault.
settings.register_profile(
    "perfdesk",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("perfdesk")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("order")
    group.addoption("--shuffle", action="store_true", help="run the tests in random order")
    group.addoption("--seed", type=int, help="run them in the random order that had this number")


def pytest_configure(config: pytest.Config) -> None:
    # Here, before other processes are started: each of them is handed this number.
    if config.option.shuffle and config.option.seed is None:
        config.option.seed = random.randrange(1_000_000)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shuffle the files, and the tests in each: what a file's tests share is made once still."""
    if config.option.seed is None:
        return
    order = random.Random(config.option.seed)
    files = sorted({item.path for item in items})
    place = {path: order.random() for path in files}
    items.sort(key=lambda item: (place[item.path], order.random()))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each file to one process: what its tests share is made once, not by every process.

    Files go in their order, not those with most tests first: the long ones stand before the
    many short ones of the window, which then fill up what is left of the time.
    """
    if config.option.dist != "load":
        return None  # somebody asked for another distribution
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if config.option.seed is not None:
        terminalreporter.write_line(f"random order: --seed {config.option.seed} gives it again")


def read_faces() -> Faces:
    """Give the program's own faces; reading them takes longer than most tests."""
    return faces_for(RESOURCES / "fonts", "")


def make_context(data: Path, catalogue: Catalogue) -> Context:
    """Make a context of the program's own fonts and samples, at one moment for ever."""
    return Context(
        lambda: catalogue,
        read_faces,
        fonts=RESOURCES / "fonts",
        samples=RESOURCES / "samples",
        data=data,
        now=lambda: datetime(2024, 9, 2, 9, 30, tzinfo=UTC),
        report_template=RESOURCES / "report.docx",
        preferences=PreferenceStore(data / "preferences.json"),
    )


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue([RESOURCES / "forms"])


@pytest.fixture(scope="session")
def faces() -> Faces:
    return read_faces()


@pytest.fixture
def context(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Context:
    """Give a context whose user's folder is empty."""
    return make_context(tmp_path_factory.mktemp("data"), catalogue)


@pytest.fixture(scope="session")
def edition(catalogue: Catalogue) -> Edition:
    """Give the one real edition that tests of the core are tried on."""
    return catalogue.find("monitoring_key")


@pytest.fixture
def sound(catalogue: Catalogue, edition: Edition) -> Document:
    """Give that edition's sound copy, to be changed at will."""
    return document_of(edition, load_examples(catalogue.folder(edition.key))[0])


@pytest.fixture(scope="session")
def _worker() -> Iterator[SharedWorker]:
    made = SharedWorker()
    yield made
    made.close()


@pytest.fixture
def shared_worker(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, _worker: SharedWorker
) -> None:
    """Let one process read for many tests, with the limits that one of its own would have."""
    if request.node.get_closest_marker("own_workers") is None:
        monkeypatch.setattr(pool, "read_one", _worker.read_one)
        monkeypatch.setattr(pool, "read_all", _worker.read_all)


@pytest.fixture(scope="session", autouse=True)
def _patient_readers() -> Iterator[None]:
    """Let a reader of strangers' files wait for its turn at the processor like any test.

    What it may use of it stays bounded as it is. A limit shorter than the program's own is
    there to be reached.
    """
    own = Limits.patience.fget
    assert own

    def patience(limits: Limits) -> float:
        usual = own(limits)
        return usual if limits.seconds < SHORTEST else max(usual, SECONDS)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Limits, "patience", property(patience))
        yield
