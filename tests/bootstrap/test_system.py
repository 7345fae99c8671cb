"""A library that Qt lacks is installed where that is ours to do, and otherwise named."""

import pytest

from bootstrap import system


def loads_all_but(*absent):
    def load(name):
        if name in absent:
            raise OSError(name)

    return load


def test_missing_libraries_are_named_in_order():
    load = loads_all_but("libxcb-cursor.so.0", "libGL.so.1")
    assert system.missing(system.QT_LIBRARIES, load) == ["libGL.so.1", "libxcb-cursor.so.0"]


def test_the_command_names_debian_packages():
    command = system.remedy(["libGL.so.1", "libxcb-cursor.so.0"], {"apt-get": "/usr/bin"}.get)
    assert command == "sudo apt-get install libgl1 libxcb-cursor0"


def test_the_command_names_libraries_where_packages_are_rpm():
    assert "dnf install 'libGL.so.1()(64bit)'" in system.remedy(["libGL.so.1"], {"dnf": "x"}.get)


@pytest.fixture
def note(tmp_path, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(system, "add_packages", lambda _: False)
    return tmp_path / "qt"


def test_a_complete_set_is_remembered_in_silence(note, monkeypatch, capsys):
    monkeypatch.setattr(system, "CDLL", loads_all_but())
    system.provide_qt(note)
    assert note.exists()
    assert capsys.readouterr().err == ""


def test_what_lacks_is_said_at_every_start(note, monkeypatch, capsys):
    monkeypatch.setattr(system, "CDLL", loads_all_but("libEGL.so.1"))
    system.provide_qt(note)
    assert not note.exists()
    assert "sudo apt-get install libegl1\n" in capsys.readouterr().err


def test_a_screens_libraries_are_asked_for_only_where_a_screen_is(note, monkeypatch, capsys):
    monkeypatch.setattr(system, "CDLL", loads_all_but("libxcb-cursor.so.0"))
    system.provide_qt(note)
    assert not note.exists()
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("DISPLAY", ":0")
    system.provide_qt(note)
    assert "libxcb-cursor0" in capsys.readouterr().err


def test_what_was_installed_is_looked_for_again(note, monkeypatch, capsys):
    added = []

    def add(packages):
        added.extend(packages)
        monkeypatch.setattr(system, "CDLL", loads_all_but())
        return True

    monkeypatch.setattr(system, "CDLL", loads_all_but("libGL.so.1"))
    monkeypatch.setattr(system, "add_packages", add)
    system.provide_qt(note)
    assert added == ["libgl1"]
    assert note.exists()


def test_all_that_lacks_is_named_at_once(note, monkeypatch):
    monkeypatch.setattr(system, "CDLL", loads_all_but("libGL.so.1", "libxcb-cursor.so.0"))
    monkeypatch.setattr(system.sys, "platform", "linux")
    assert system.all_lacking() == [system.venv_package(), "libgl1"]


def test_where_the_note_cannot_be_kept_the_program_starts_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(system, "CDLL", loads_all_but())
    system.provide_qt(tmp_path / "none" / "qt")


@pytest.fixture
def apt(monkeypatch):
    """Be root on Debian; give what apt-get is asked, and let a test choose what it answers."""
    asked, answers = [], {"update": "Get:1 http://debian trixie InRelease", "install": ""}

    def call(command, log, progress, *, unbroken):
        assert unbroken
        verb = next(word for word in command if word in answers)
        asked.append(verb)
        log.add(answers[verb])
        return not answers[verb].startswith("E:")

    monkeypatch.setattr(system, "call", call)
    monkeypatch.setattr(system.sys, "platform", "linux")
    monkeypatch.setattr(system.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(system.shutil, "which", lambda _: "/usr/bin/apt-get")
    return asked, answers


def test_packages_are_installed_from_fresh_lists(apt):
    assert system.add_packages(["libgl1"])
    assert apt[0] == ["update", "install"]


def test_where_no_source_answers_the_wait_is_over(apt, capsys):
    apt[1]["update"] = "W: Failed to fetch ... Temporary failure resolving 'deb.debian.org'"
    assert not system.add_packages(["libgl1"])
    assert apt[0] == ["update"]
    assert "接通网络" in capsys.readouterr().err


def test_what_apt_reports_is_passed_on(apt, capsys):
    apt[1]["install"] = "E: Unable to locate package libgl1"
    assert not system.add_packages(["libgl1"])
    assert "apt-get 报告“Unable to locate package libgl1”" in capsys.readouterr().err
