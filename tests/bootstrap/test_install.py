"""Whatever installer a machine has, the hashes are required and nothing is built."""

import itertools
import sys

import pytest

from bootstrap import NotReadyError, install


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


def test_the_next_way_is_tried_when_one_fails(monkeypatch, tmp_path):
    fails = install.Way("uv", [[sys.executable, "-c", "import sys; sys.exit(2)"]])
    gone = install.Way("uv", [[str(tmp_path / "no such program")]])
    works = install.Way("pip", [[sys.executable, "-c", "print('done')"]])
    monkeypatch.setattr(install, "ways_here", lambda *_: [fails, gone, works])
    with (tmp_path / "log").open("w+", encoding="utf-8") as log:
        assert install.install(tmp_path, tmp_path, log)
        log.seek(0)
        assert log.read().endswith("done\n")


def test_without_any_installer_the_debian_package_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(install, "ways_here", lambda *_: [])
    monkeypatch.setattr(install, "add_packages", lambda _: False)
    with (tmp_path / "log").open("w") as log, pytest.raises(NotReadyError) as trouble:
        install.install(tmp_path, tmp_path, log)
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert f"sudo apt-get install python{version}-venv" in str(trouble.value)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("NewConnectionError(...)\nERROR: No matching distribution found for x", "接通网络"),
        ("cause: dns error\n", "接通网络"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] ...\nNo matching distribution", "安全证书"),
        ("OSError: [Errno 28] No space left on device", "磁盘空间不足"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM ...", "与清单不符"),
        ("ERROR: No matching distribution found for x", "没有适合这台电脑"),
        ("Segmentation fault", "删除 .venv"),
    ],
)
def test_what_installers_say_becomes_a_sentence(said, sentence):
    assert sentence in install.reason(said)
