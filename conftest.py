"""Let Python keep what it compiled, and say so before anything of ours is imported.

Where a machine forbids it, each process that a test starts would compile our modules anew, and
each process that runs the tests all of them.
"""

from __future__ import annotations

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
