"""Make a machine ready for the program: the environment, and the system's libraries.

Only run.py uses this, before any dependency exists: standard library only. What is said goes to
stderr, in Chinese, to a person who may never have heard of Python.
"""

import sys


class NotReadyError(Exception):
    """The machine cannot be made ready; the text says why and what to do."""


def say(text: str) -> None:
    """Tell the person at the keyboard."""
    print(text, file=sys.stderr, flush=True)
