"""What another program says of our PDF/A: the validator of PDFBox, which knows PDF/A-1b.

PDF/A-3b is PDF/A-1b with some bans lifted. What PDFBox finds must be these bans and nothing else.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import patience
from tests.paper.test_archive import FILE

_JARS = Path("/usr/share/java")
_NEEDED = (
    "preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "jaxb-api",
    "javax.activation",
)  # fmt: skip
# What part 1 of the standard forbids or wants and part 3 does not.
_LIFTED = (
    "EmbeddedFile entry is present",
    "Invalid version of the ICCProfile",
    "The CIDSet entry is missing",
    "part must be 1",
)

pytestmark = pytest.mark.skipif(
    shutil.which("java") is None or not all((_JARS / f"{name}.jar").is_file() for name in _NEEDED),
    reason="needs java and PDFBox (Debian: libpdfbox2-java, libjaxb-api-java)",
)


def complaints(data: bytes, folder: Path) -> list[str]:
    file = folder / "paper.pdf"
    file.write_bytes(data)
    jars = ":".join(str(_JARS / f"{name}.jar") for name in _NEEDED)
    command = ["java", "-cp", jars, "org.apache.pdfbox.preflight.Validator_A1b", str(file)]
    run = subprocess.run(
        command, capture_output=True, text=True, timeout=2 * patience.SECONDS, check=False
    )
    found = re.findall(r"(?m)^[0-9.]+ : (.+)$", run.stdout + run.stderr)
    assert found, run.stderr  # an A-3 file can never pass as A-1: silence means it did not run
    return found


def test_only_what_part_three_allows_is_complained_of(tmp_path: Path) -> None:
    rest = [each for each in complaints(FILE, tmp_path) if not any(x in each for x in _LIFTED)]
    assert rest == []


def test_the_witness_sees_a_colour_without_a_profile(tmp_path: Path) -> None:
    broken = FILE.replace(b"/OutputIntents", b"/OutputIntentz")
    assert broken != FILE
    assert any("Color" in each or "color" in each for each in complaints(broken, tmp_path))
