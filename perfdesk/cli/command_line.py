"""The command line as a whole: which verbs there are, and how one is run."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from perfdesk import __version__
from perfdesk.cli.batching import BATCH
from perfdesk.cli.cells import SET, SHOW
from perfdesk.cli.checking import CHECK, LINT
from perfdesk.cli.collecting import COLLECT
from perfdesk.cli.exit_codes import DONE, REFUSED
from perfdesk.cli.exporting import EXPORT, PDF, TEMPLATE
from perfdesk.cli.importing import IMPORT
from perfdesk.cli.messages import say
from perfdesk.cli.parser import Parser, called
from perfdesk.cli.projects import CARRY, FORMS, LEARN, NEW
from perfdesk.cli.submitting import ANSWER, CHECKLIST, FINALISE
from perfdesk.cli.verifying import VERIFY
from perfdesk.commands.context import Context, Refusal

# In the order of the help.
VERBS = (
    *(FORMS, NEW, CHECK, SHOW, SET, PDF, EXPORT, TEMPLATE, CARRY, LEARN, IMPORT),
    *(ANSWER, FINALISE, CHECKLIST, VERIFY, COLLECT, BATCH, LINT),
)


def run(arguments: Sequence[str], context: Context) -> int:
    """Run one command and give its exit code; never a traceback for what a user can cause."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console of a narrower code page shows an escape instead of failing.
            stream.reconfigure(errors="backslashreplace")
    options = make_parser().parse_args(arguments)
    try:
        code: int = options.run(options, context)
        sys.stdout.flush()
        return code
    except Refusal as refusal:
        say(str(refusal))
        return REFUSED
    except BrokenPipeError:
        # The reader (`| head -1`) has had enough; Python must not flush to it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def make_parser() -> argparse.ArgumentParser:
    """Make what takes a command line apart: each verb says itself what may stand behind it."""
    codes = "退出码：0 办成了；1 查出了错误、不同或毛病；2 读不了、不能办，或命令写得不对。"
    parser = Parser(prog=called(), description="绩效填报台", epilog=codes)
    parser.add_argument("--version", action="version", version=__version__, help="显示版本")
    commands = parser.add_subparsers(required=True, metavar="命令")
    for verb in VERBS:
        command = commands.add_parser(verb.name, help=verb.words, description=verb.words)
        verb.declare(command)
        command.set_defaults(run=verb.run)
    return parser
