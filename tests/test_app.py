"""The way in: what is asked of the system before the window is made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from perfdesk import app, cli
from perfdesk.commands.context import Context

IDENTITY = "/var/lib/dbus/machine-id"


@pytest.mark.parametrize(("identity", "methods"), [(IDENTITY, "wayland;fcitx;ibus"), ("", None)])
def test_input_methods_are_asked_for_only_where_asking_does_not_kill(
    monkeypatch: pytest.MonkeyPatch, identity: str, methods: str | None
) -> None:
    environment: dict[str, str] = {}
    monkeypatch.setattr(app.os, "environ", environment)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "is_file", lambda path: path == Path(identity))
    app._choose_input_methods()
    assert environment.get("QT_IM_MODULES") == methods


def test_a_choice_of_the_desktop_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"QT_IM_MODULES": "fcitx"}
    monkeypatch.setattr(app.os, "environ", environment)
    app._choose_input_methods()
    assert environment["QT_IM_MODULES"] == "fcitx"


def test_a_window_is_tried_only_where_there_is_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    environment: dict[str, str] = {}
    monkeypatch.setattr(app.os, "environ", environment)
    assert not app.has_display()
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment[name] = "x"
        assert app.has_display()
        del environment[name]
    monkeypatch.setattr(sys, "platform", "win32")
    assert app.has_display()


@pytest.mark.parametrize(
    ("system", "variables", "first", "last"),
    [
        ("win32", {"LOCALAPPDATA": "L", "WINDIR": "W"}, "L/Microsoft/Windows/Fonts", "W/Fonts"),
        ("win32", {"WINDIR": "W"}, "W/Fonts", "W/Fonts"),
        ("linux", {}, "home/.local/share/fonts", "/usr/share/fonts"),
        ("linux", {"XDG_DATA_HOME": "X"}, "X/fonts", "/usr/share/fonts"),
        ("darwin", {}, "home/Library/Fonts", "/System/Library/Fonts"),
    ],
)
def test_fonts_are_looked_for_where_the_system_keeps_them_a_persons_own_first(
    system: str, variables: dict[str, str], first: str, last: str
) -> None:
    folders = app.font_folders(system, Path("home"), variables)
    assert (folders[0], folders[-1]) == (Path(first), Path(last))


def without_qt(*_: object) -> None:
    # In the words of the system's loader.
    raise ImportError("libGL.so.1: cannot open shared object file: No such file or directory")


def test_without_the_libraries_of_qt_the_demonstration_leaves_out_its_picture(
    context: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(app, "make_window", without_qt)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert app._demonstrate(context, tmp_path) == cli.DONE
    assert {each.name for each in tmp_path.iterdir()} == {"示例.pdf", "示例.xlsx"}
    assert "缺少 libGL.so.1，没有画窗口的图片" in capsys.readouterr().err


def test_without_the_libraries_of_qt_no_window_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "make_window", without_qt)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert app._run_window(()) == cli.REFUSED
    assert "缺少 libGL.so.1，窗口打不开" in capsys.readouterr().err


def test_where_nothing_can_be_written_the_demonstration_says_so(
    context: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("a file")
    assert app._demonstrate(context, tmp_path / "out") == cli.REFUSED
    assert "不能写入" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="of X")
def test_a_library_that_the_platform_lacks_is_named_before_qt_aborts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wants = []

    class Lacking:
        def __init__(self, path: str) -> None:
            self.path = path
            wants.append(Path(path))

        def load(self) -> bool:
            return False

        def errorString(self) -> str:
            return f"Cannot load library {self.path}: libxcb-cursor.so.0: cannot open shared object"

    monkeypatch.setattr("PySide6.QtCore.QLibrary", Lacking)
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    assert app._run_window(()) == cli.REFUSED
    assert "系统缺少 libxcb-cursor.so.0，窗口打不开" in capsys.readouterr().err
    assert wants[0].is_file()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    app._try_platform()
    assert len(wants) == 1
