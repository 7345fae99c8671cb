"""Benchmarks: each figure beside a baseline that was measured in turn with it, in the same run.

python -m bench [NAME...]     all of them, or those named: startup typing paper saving excel
python -m bench house [REV]   the shape of the code, beside that of a revision; nothing is timed
"""
