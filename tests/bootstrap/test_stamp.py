"""An environment counts as ready only while all that made it so still holds."""

import sys

import pytest

from bootstrap import stamp


@pytest.fixture
def ready(tmp_path):
    """An environment that looks made: `(venv, requirements)`."""
    venv = tmp_path / ".venv"
    requirements = tmp_path / "program.txt"
    requirements.write_text("reportlab==5.1.0\n")
    (venv / "perfdesk").mkdir(parents=True)
    (stamp.packages_in(venv) / "reportlab").mkdir(parents=True)
    (stamp.packages_in(venv) / "__pycache__").mkdir()
    stamp.python_in(venv).parent.mkdir(exist_ok=True)
    stamp.python_in(venv).touch()
    stamp.write(venv, requirements)
    return venv, requirements


def test_what_was_recorded_is_ready(ready):
    assert stamp.is_ready(*ready)


def test_nothing_is_not_ready(tmp_path):
    (tmp_path / "program.txt").touch()
    assert not stamp.is_ready(tmp_path / ".venv", tmp_path / "program.txt")


def test_changed_requirements_are_noticed(ready):
    ready[1].write_text("reportlab==5.1.1\n")
    assert not stamp.is_ready(*ready)


def test_another_python_is_noticed(ready, monkeypatch):
    monkeypatch.setattr(sys.implementation, "cache_tag", "cpython-399")
    assert not stamp.is_ready(*ready)


def test_a_lost_package_is_noticed(ready):
    (stamp.packages_in(ready[0]) / "reportlab").rmdir()
    assert not stamp.is_ready(*ready)


def test_a_package_of_ones_own_and_swept_bytecode_do_no_harm(ready):
    (stamp.packages_in(ready[0]) / "mine").mkdir()
    (stamp.packages_in(ready[0]) / "__pycache__").rmdir()
    assert stamp.is_ready(*ready)


def test_a_lost_python_is_noticed(ready):
    stamp.python_in(ready[0]).unlink()
    assert not stamp.is_ready(*ready)


def test_an_interrupted_install_is_noticed(ready):
    (ready[0] / "perfdesk" / "unfinished").touch()
    assert not stamp.is_ready(*ready)


def made_by(folder, version, executable):
    folder.mkdir()
    lines = f"home = /usr/bin\nversion = {version}\nexecutable = {executable}\n"
    (folder / "pyvenv.cfg").write_text(lines)


def test_the_first_python_has_the_plain_name(tmp_path):
    assert stamp.venv_of(tmp_path) == tmp_path / ".venv"
    made_by(tmp_path / ".venv", "{}.{}.{}".format(*sys.version_info), sys.executable)
    assert stamp.venv_of(tmp_path) == tmp_path / ".venv"


def test_another_python_has_an_environment_beside_it(tmp_path):
    made_by(tmp_path / ".venv", "3.99.0", sys.executable)
    assert stamp.venv_of(tmp_path) == tmp_path / ".venv-{}.{}".format(*sys.version_info)


def test_the_environment_of_a_python_that_is_gone_is_taken_over(tmp_path):
    made_by(tmp_path / ".venv", "3.99.0", tmp_path / "gone")
    assert stamp.venv_of(tmp_path) == tmp_path / ".venv"
