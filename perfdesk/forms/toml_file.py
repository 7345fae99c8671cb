"""Open a TOML file as a reader, or name the file that cannot be read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from perfdesk.forms.reader import FormFault, Reader


def open_toml(path: Path) -> Reader:
    """Read a file; raises FormFault where it cannot be opened or is no TOML."""
    where = f"{path.parent.name}/{path.name}"
    try:
        data: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FormFault(f"{where}：打不开（{error.strerror}）") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FormFault(f"{where}：不是有效的 TOML（{error}）") from error
    return Reader(data, where)
