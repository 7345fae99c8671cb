"""The parsers of the command line, for tests that go through all that may be written."""

from __future__ import annotations

import argparse

from perfdesk.cli import command_line


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Give the parser of each verb."""
    [verbs] = [
        each
        for each in command_line.make_parser()._actions
        if isinstance(each, argparse._SubParsersAction)
    ]
    return dict(verbs.choices)
