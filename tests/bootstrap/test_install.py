"""Whatever installer a machine has, the hashes are required and nothing is built."""

import itertools
import sys
from types import SimpleNamespace

import pytest

from bootstrap import NotReadyError, install
from bootstrap.commands import Log


def commands(**machine):
    return [way.commands for way in install.ways("VENV", "REQ", **machine)]


def test_uv_goes_first_and_pip_stands_behind_it():
    first, second = commands(uv="/bin/uv", ensurepip=True, pip=True)
    assert first[0][:5] == ["/bin/uv", "pip", "install", "--python", "VENV"]
    assert second[0] == ["VENV", "-m", "ensurepip"]
    assert second[1][:4] == ["VENV", "-m", "pip", "install"]


def test_without_python3_venv_the_systems_pip_reaches_into_the_environment():
    ((only,),) = commands(uv=None, ensurepip=False, pip=True)
    assert only[:6] == [sys.executable, "-m", "pip", "--python", "VENV", "install"]


def test_without_any_installer_there_is_no_way():
    assert commands(uv=None, ensurepip=False, pip=False) == []


def test_every_way_requires_hashes_and_wheels():
    for uv, ensurepip, pip in itertools.product(("uv", None), (True, False), (True, False)):
        for way in commands(uv=uv, ensurepip=ensurepip, pip=pip):
            text = " ".join(way[-1])
            assert "--require-hashes --only-binary :all: -r REQ" in text


def pins(folder):
    (folder / "program.txt").write_text("lxml==6.1.3 \\\n    --hash=sha256:0\n")
    return folder / "program.txt"


def test_the_next_way_is_tried_when_one_fails(monkeypatch, tmp_path):
    fails = install.Way("uv", [[sys.executable, "-c", "import sys; sys.exit(2)"]])
    gone = install.Way("uv", [[str(tmp_path / "no such program")]])
    works = install.Way("pip", [[sys.executable, "-c", "print('done')"]])
    monkeypatch.setattr(install, "ways_here", lambda *_: [fails, gone, works])
    log = Log(tmp_path / "log")
    assert install.install(tmp_path, pins(tmp_path), log)
    assert log.text.endswith("done\n")
    assert (tmp_path / "log").read_text("utf-8") == log.text


def test_without_any_installer_the_debian_packages_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(install, "all_lacking", lambda: [install.venv_package(), "libgl1"])
    monkeypatch.setattr(install, "ways_here", lambda *_: [])
    monkeypatch.setattr(install, "add_packages", lambda _: False)
    with pytest.raises(NotReadyError) as trouble:
        install.install(tmp_path, pins(tmp_path), Log(tmp_path / "log"))
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert f"sudo apt-get install python{version}-venv libgl1 " in str(trouble.value)


def test_an_answer_is_not_waited_for_without_end():
    assert install.limits({}) == ["--timeout", "15", "--retries", "2"]


@pytest.mark.parametrize("name", ["PIP_TIMEOUT", "PIP_DEFAULT_TIMEOUT"])
def test_the_patience_that_a_machine_names_stands(name):
    assert install.limits({name: "180"}) == ["--retries", "2"]
    assert install.limits({name: "180", "PIP_RETRIES": "9"}) == []


def test_with_a_folder_of_wheels_nobody_seeks_a_network(monkeypatch, tmp_path):
    monkeypatch.setattr(install.shutil, "which", lambda _: "/bin/uv")
    monkeypatch.delenv("PIP_NO_INDEX", raising=False)
    assert install.ways_here(tmp_path, tmp_path)[0].name == "uv"
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert "uv" not in [way.name for way in install.ways_here(tmp_path, tmp_path)]


@pytest.mark.parametrize(("bundled", "counts"), [("23.2.1", False), ("24.1", True), ("26.0", True)])
def test_pip_counts_bytes_where_it_can(bundled, counts, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", SimpleNamespace(version=lambda: bundled))
    assert install.counting() == (["--progress-bar", "raw"] if counts else [])


def test_where_there_is_no_pip_nothing_is_asked_of_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    monkeypatch.setattr(install, "find_spec", lambda _: None)
    assert install.counting() == []
