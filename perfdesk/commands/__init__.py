"""Use cases of the program: new, open, save, print, export, import; no Qt, no dialogs.

Whatever cannot be done is a `Refusal` that says in Chinese why, and what to do instead.
"""

from perfdesk.commands.carriers import codes_on, is_carrier, read_carrier
from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context, Opened, Refusal, find_edition, why_unfit
from perfdesk.commands.finalising import (
    Standing,
    draft_words,
    finalise,
    is_draft,
    moment,
    note_print,
    standing,
    warnings_left,
    why_broken,
)
from perfdesk.commands.forms import add_form, carry, forms_of, judge
from perfdesk.commands.intake import (
    as_incoming,
    compare,
    read_excel,
    read_excels,
    read_pasted,
    take_in,
    write_returned_rows,
)
from perfdesk.commands.output import (
    Asked,
    Paper,
    draw_paper,
    draw_papers,
    has_report,
    write_word,
)
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
from perfdesk.commands.workbooks import write_excel, write_excels, write_template

__all__ = [
    "Asked",
    "Context",
    "Opened",
    "Paper",
    "Refusal",
    "Standing",
    "add_form",
    "as_incoming",
    "blank",
    "carry",
    "cell_edit",
    "code_of",
    "codes_on",
    "compare",
    "conform",
    "draft_words",
    "draw_paper",
    "draw_papers",
    "finalise",
    "find_edition",
    "forms_of",
    "has_report",
    "is_carrier",
    "is_draft",
    "is_sample",
    "judge",
    "moment",
    "new_project",
    "note_print",
    "open_forms",
    "open_project",
    "open_sample",
    "read_carrier",
    "read_excel",
    "read_excels",
    "read_pasted",
    "sample_projects",
    "save_project",
    "standing",
    "take_in",
    "warnings_left",
    "why_broken",
    "why_unfit",
    "write_excel",
    "write_excels",
    "write_output",
    "write_returned_rows",
    "write_template",
    "write_word",
]
