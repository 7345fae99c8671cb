"""Readers for the pool's tests: they do as their task says, well or badly."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def make(settings: dict[str, Any]) -> Callable[[dict[str, Any]], object]:
    def read(task: dict[str, Any]) -> object:
        match task.get("how", ""):
            case "die":
                os.abort()
            case "leave":
                os._exit(3)
            case "raise":
                raise LookupError("nothing here")
            case "recurse":
                return read(task)
            case "nonsense":
                os.write(1, b"{{{\n")
                time.sleep(60)
            case "grow":
                return len(bytearray(2_000_000_000))
            case "hang":
                time.sleep(60)
            case "spin":
                while True:
                    pass
            case "write":
                Path("pool-was-here").write_text("x", encoding="utf-8")
            case "spawn":
                subprocess.run([sys.executable, "-V"], check=True)
        return {"sum": task["n"] + settings["plus"], "pid": os.getpid()}

    return read


def cannot_make(settings: dict[str, Any]) -> Callable[[dict[str, Any]], object]:
    raise RuntimeError("no reader today")
