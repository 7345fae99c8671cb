"""Benchmarks: each figure beside a baseline that was measured in turn with it, in the same run.

python -m bench [NAME...]     all of them, or those named: startup typing paper saving excel
python -m bench house [BEFORE [AFTER]]   the shape of the code, of revisions too; nothing is timed
"""
