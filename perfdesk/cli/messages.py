"""What a command says: files written, messages beside the results, results for scripts."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from perfdesk.cli.exit_codes import DONE
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.projects import save_project
from perfdesk.storage.atomic import NotConfirmed, NotSaved, Outcome


def save_back(options: argparse.Namespace, context: Context, opened: Opened) -> int:
    """Save where `-o` says, else over the file that was opened, if that is still the same."""
    same = options.out is None or os.path.realpath(options.out) == os.path.realpath(options.file)
    target, expected = (options.file, opened.digest) if same else (options.out, None)
    return saved(save_project(context, opened.project, target, expected), target)


def saved(outcome: Outcome, path: Path) -> int:
    """Say what came of writing a file."""
    if isinstance(outcome, NotSaved):
        raise Refusal(outcome.message)
    say(outcome.message if isinstance(outcome, NotConfirmed) else f"已写入 {path}")
    return DONE


def tell_note(opened: Opened) -> None:
    """Say what a file had about it that a person should know, if anything."""
    if opened.note:
        say(opened.note)


def say(message: str) -> None:
    """Tell a person something beside the results."""
    print(visible(message), file=sys.stderr)


def print_json(data: object) -> None:
    """Print a result for scripts; escaped where the console could not show it."""
    narrow = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(data, ensure_ascii=narrow, indent=2))


def visible(text: str) -> str:
    """Give a text as a console may show it: what was typed must not steer the terminal."""
    return "".join(each if each.isprintable() or each in "\n\t" else "□" for each in text)
