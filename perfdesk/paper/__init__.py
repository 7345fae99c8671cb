"""Lay a form out on paper: measure, break lines and pages, draw PDF; knows no files but fonts."""
