"""How long work is followed: how far it is, and whether it is to end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `name` is what was done last, `bad` how many went wrong."""

    done: int
    total: int
    name: str = ""
    bad: int = 0


@dataclass(frozen=True, slots=True)
class Watch:
    """Who follows a run: `progress` hears how far it is, `cancelled` tells that it is to end."""

    progress: Callable[[Progress], None] = lambda _: None
    cancelled: Callable[[], bool] = lambda: False


UNWATCHED = Watch()
