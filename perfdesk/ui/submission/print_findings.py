"""Print the list of what was found through the system's dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from perfdesk.session import Session
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.kit.settling import settle
from perfdesk.ui.paper.print_job import ask_printer, send
from perfdesk.ui.program import Program


def print_findings(
    window: QWidget,
    program: Program,
    session: Session,
    title: str,
    jobs: Jobs,
    strip: MessageStrip,
) -> None:
    """Ask for a printer, draw the list beside the window, and print it strip by strip."""
    settle()
    printer = ask_printer(window, f"{title} 差错说明单")
    if printer is None:
        return
    edition, evaluation = session.edition, session.evaluation
    document = session.document.copy()
    jobs.run(
        "正在准备差错说明单",
        lambda: program.findings_pdf(edition, document, evaluation),
        lambda pdf: send(window, pdf, printer, strip, "差错说明单"),
        lambda error: strip.failed("打印", error),
    )
