"""What the report on 成批生成 says of a project and of a column, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfdesk.models.collected import CollectedForm


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A project in the report; `files` are names in the folder by kind."""

    place: str
    name: str
    form: CollectedForm
    files: Mapping[str, str]
    first: str
    stated: str
    doubts: str
    unused: str
    state: str


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column of the list, and what it was taken for."""

    sheet: str
    heading: str
    samples: str
    label: str
    how: str
    told: str
