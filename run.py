"""Start PerfDesk from a fresh copy: make `.venv` once, then hand the arguments to main.py.

`python3 run.py ARGS...` needs nothing but Python 3.11 and costs one extra Python start when the
environment is ready. Two words alone are for who works on the program: `test` runs what CI
runs, `test PATHS` only the tests named, `check` what takes seconds. Everything said here goes to
stderr: stdout belongs to main.py.
"""

# No `X | Y`, no typing here: the syntax stays within Python 3.6, which many offices still have,
# so that they get a sentence and not a SyntaxError. Beyond this check, 3.11 is certain.
import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "绩效填报台需要 Python 3.11 或更新的版本，现在用的是 {0}.{1}。请安装新版本后再运行。\n"
        "PerfDesk needs Python 3.11 or newer; this is {0}.{1}. Please install a newer one.".format(
            *sys.version_info
        )
    )

from pathlib import Path

from bootstrap import NotReadyError, say
from bootstrap.stamp import is_ready, python_in, venv_of

ROOT = Path(__file__).resolve().parent
NOT_READY = 3  # no command of main.py exits with this


def main(arguments: list[str]) -> int:
    """Make the environment where it is missing, then run what was asked for."""
    # With a file, `check` is the command of main.py.
    testing = arguments[:1] == ["test"] or arguments == ["check"]
    venv = venv_of(ROOT)
    requirements = ROOT / "requirements" / ("develop.txt" if testing else "program.txt")
    try:
        if not is_ready(venv, requirements):
            from bootstrap.apart import prepare_apart

            if not prepare_apart(venv, requirements):
                return NOT_READY
        if sys.platform == "linux" and not (venv / "perfdesk" / "qt").exists():
            from bootstrap.system import provide_qt

            provide_qt(remember=venv / "perfdesk" / "qt")
        if testing:
            return run_tools(python_in(venv), tools_for(arguments))
        return hand_over([str(python_in(venv)), str(ROOT / "main.py"), *arguments])
    except NotReadyError as trouble:
        say(f"{trouble}。")
    except KeyboardInterrupt:
        say("已中断。再运行一次就会接着准备。")
    except OSError as trouble:
        from bootstrap.reasons import of_disk

        say(f"{of_disk(trouble, ROOT)}。")
    return NOT_READY


def hand_over(command: list[str]) -> int:
    """Become the program where the system can; elsewhere run it and pass its exit code on."""
    # Where a machine sets this, our own modules would be compiled anew at every start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform != "win32":
        os.execv(command[0], command)
    import subprocess

    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the program was told too, and decides


def tools_for(arguments: list[str]) -> list[list[str]]:
    """Choose what to run; pytest goes last, so that its summary ends the output."""
    looks = [["ruff", "check"], ["mypy"]]
    if arguments == ["check"]:
        return [*looks, ["pytest", "tests/architecture"]]
    named = any((ROOT / each.partition("::")[0]).exists() for each in arguments[1:])
    tests = ["pytest", "-n", "auto", *arguments[1:]]
    return [tests] if named else [*looks, tests]


def run_tools(python: Path, tools: list[list[str]]) -> int:
    """Run one after the other, all of them; 1 where any failed."""
    import subprocess

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = False
    for tool in tools:
        say(f"== {' '.join(tool)}")
        failed |= subprocess.run([str(python), "-m", *tool], cwd=ROOT).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
