"""The main job is done on a machine that has no network."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from perfdesk import cli
from perfdesk.commands.context import Context


def test_the_main_job_is_done_with_the_network_denied(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Denied(socket.socket):
        def __init__(self, *arguments: object, **more: object) -> None:
            raise AssertionError("something asked for the network")

    monkeypatch.setattr(socket, "socket", Denied)
    monkeypatch.setattr(socket, "create_connection", Denied)
    monkeypatch.setattr(socket, "getaddrinfo", Denied)
    sample = next(iter(sorted(context.samples.glob("*.perfdesk"))))
    book, project = tmp_path / "表.xlsx", tmp_path / "新.perfdesk"
    assert cli.run(["check", str(sample)], context) in (cli.DONE, cli.FOUND)
    assert cli.run(["pdf", str(sample), "-o", str(tmp_path / "表.pdf")], context) == cli.DONE
    assert cli.run(["export", str(sample), "-o", str(book)], context) == cli.DONE
    assert cli.run(["import", str(book), "-o", str(project)], context) == cli.DONE
    assert {each.suffix for each in tmp_path.iterdir()} == {".pdf", ".xlsx", ".perfdesk"}
