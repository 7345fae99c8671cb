"""Let LibreOffice open files as an office does; tests that ask it are skipped where it is absent.

It sees only the fonts that the program ships, under the names that forms ask for: with those of
the machine, what a test finds would hang on what somebody has installed there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import patience

_FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
_SERIF = ("宋体", "SimSun", "仿宋", "FangSong", "楷体", "KaiTi")
_SANS = ("黑体", "SimHei", "Arial")

needed = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed here"
)


def convert(suffix: str, *files: Path, into: Path) -> None:
    """Write each file anew as another kind, under its own name in the folder `into`."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed here")
    home = into.absolute() / ".libreoffice"
    home.mkdir(parents=True, exist_ok=True)
    (home / "fonts.conf").write_text(_font_settings(home), "utf-8")
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", suffix, "--outdir", str(into)]
    subprocess.run(
        [*command, *map(str, files)],
        check=True,
        capture_output=True,
        timeout=3 * patience.SECONDS,
        env={**os.environ, "FONTCONFIG_FILE": str(home / "fonts.conf")},
    )


def _font_settings(home: Path) -> str:
    named = [(name, "PerfDesk Serif") for name in _SERIF] + [(n, "PerfDesk Sans") for n in _SANS]
    stands_for = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{ours}</family></prefer>'
        "</alias>"
        for name, ours in named
    )
    return (
        f"<fontconfig><dir>{_FONTS}</dir><cachedir>{home / 'fonts'}</cachedir>"
        f"{stands_for}</fontconfig>"
    )
