"""Indicator values (指标值): their grammar, their units and words, and how two of them compare."""
