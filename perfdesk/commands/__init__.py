"""Use cases of the program: new, open, save, print, export, import; no Qt, no dialogs.

Whatever cannot be done is a `Refusal` that says in Chinese why, and what to do instead.
"""

from perfdesk.commands.carriers import codes_on, is_carrier, read_carrier
from perfdesk.commands.codes import code_of
from perfdesk.commands.intake import as_incoming, compare, read_excel, take_in
from perfdesk.commands.office import Office, Opened, Refusal, find_edition, why_unfit
from perfdesk.commands.output import Paper, draw_paper, has_report, write_excel, write_word
from perfdesk.commands.projects import (
    blank,
    cell_edit,
    conform,
    is_sample,
    new_project,
    open_forms,
    open_project,
    open_sample,
    sample_projects,
    save_project,
    write_output,
)
from perfdesk.commands.stages import add_form, carry, forms_of, judge

__all__ = [
    "Office",
    "Opened",
    "Paper",
    "Refusal",
    "add_form",
    "as_incoming",
    "blank",
    "carry",
    "cell_edit",
    "code_of",
    "codes_on",
    "compare",
    "conform",
    "draw_paper",
    "find_edition",
    "forms_of",
    "has_report",
    "is_carrier",
    "is_sample",
    "judge",
    "new_project",
    "open_forms",
    "open_project",
    "open_sample",
    "read_carrier",
    "read_excel",
    "sample_projects",
    "save_project",
    "take_in",
    "why_unfit",
    "write_excel",
    "write_output",
    "write_word",
]
