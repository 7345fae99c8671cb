"""An environment is whole or marked unfinished, however its making ended."""

import threading

import pytest

from bootstrap import NotReadyError, environment, stamp


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A fresh copy: `(venv, requirements)`, with an installer that puts one package."""
    requirements = tmp_path / "program.txt"
    requirements.write_text("thing==1\n")
    monkeypatch.setattr(environment, "install", put_thing)
    return tmp_path / ".venv", requirements


def put_thing(python, requirements, log):
    with (python.parent.parent / "perfdesk" / "installs").open("a") as count:
        count.write("x")
    (stamp.packages_in(python.parent.parent) / "thing.py").write_text("x = 1\n")
    return True


def installs(venv):
    return len((venv / "perfdesk" / "installs").read_text())


def compiled(venv):
    return list(stamp.packages_in(venv).glob("__pycache__/thing.*.pyc"))


def test_a_fresh_environment_is_ready_and_compiled_though_the_machine_forbids_it(
    place, monkeypatch
):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    environment.prepare(*place)
    assert stamp.is_ready(*place)
    assert environment.works(stamp.python_in(place[0]))
    assert compiled(place[0])


def test_an_interrupted_install_is_begun_anew(place, monkeypatch):
    venv, _ = place

    def interrupt(python, *_):
        (stamp.packages_in(venv) / "half").mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "install", interrupt)
    with pytest.raises(KeyboardInterrupt):
        environment.prepare(*place)
    assert not stamp.is_ready(*place)
    monkeypatch.setattr(environment, "install", put_thing)
    environment.prepare(*place)
    assert stamp.is_ready(*place)
    assert not (stamp.packages_in(venv) / "half").exists()


def test_a_python_that_went_away_is_replaced(place):
    environment.prepare(*place)
    for link in stamp.python_in(place[0]).parent.glob("python*"):
        link.unlink()
    environment.prepare(*place)
    assert environment.works(stamp.python_in(place[0]))


def test_a_loss_means_beginning_anew(place):
    venv, _ = place
    environment.prepare(*place)
    (stamp.packages_in(venv) / "thing.py").unlink()
    (stamp.packages_in(venv) / "thing-1.dist-info").mkdir()
    environment.prepare(*place)
    assert stamp.is_ready(*place)
    assert not (stamp.packages_in(venv) / "thing-1.dist-info").exists()


def test_changed_requirements_keep_what_is_sound(place):
    venv, requirements = place
    environment.prepare(*place)
    (stamp.packages_in(venv) / "mine").mkdir()
    requirements.write_text("thing==2\n")
    environment.prepare(*place)
    assert stamp.is_ready(*place)
    assert (stamp.packages_in(venv) / "mine").exists()


def test_a_failed_addition_leaves_a_ready_program_ready(place, monkeypatch):
    venv, requirements = place
    environment.prepare(*place)
    monkeypatch.setattr(environment, "install", lambda *_: False)
    develop = requirements.with_name("develop.txt")
    develop.write_text("tool==1\n")
    with pytest.raises(NotReadyError, match=r"log\.txt"):
        environment.prepare(venv, develop)
    assert stamp.is_ready(*place)


def test_starts_at_once_install_once(place):
    starts = [threading.Thread(target=environment.prepare, args=place) for _ in range(3)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert stamp.is_ready(*place)
    assert installs(place[0]) == 1
