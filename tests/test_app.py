"""The way in: what is asked of the system before the window is made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from perfdesk import app

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
