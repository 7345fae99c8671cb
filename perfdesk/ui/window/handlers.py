"""What each action of the table does in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from perfdesk.ui.submission.opener import AGAIN, FINALISE
from perfdesk.ui.window.actions import TAB_ACTIONS

if TYPE_CHECKING:
    from perfdesk.ui.project.project_view import Desk
    from perfdesk.ui.window.main_window import MainWindow

Deed = Callable[[], None]


def handlers(window: MainWindow) -> dict[str, Deed]:
    """Give every action its deed; those on a project do nothing where none is open."""

    def on(do: Callable[[Desk], None]) -> Deed:
        def run() -> None:
            if window.desk is not None:
                do(window.desk)

        return run

    def on_form(do: Callable[[Desk], None]) -> Deed:
        """Bring the form itself up first, where 提交前体检 stands in its place."""

        def run(desk: Desk) -> None:
            desk.submission.leave()
            do(desk)

        return on(run)

    def shower(place: int) -> Deed:
        return on_form(lambda desk: desk.workspace.show_tab(place))

    def close() -> None:
        window.close()

    return {
        "new": lambda: window.opening.new(),
        "open": lambda: window.opening.browse(),
        "save": on(lambda desk: desk.files.save()),
        "save_as": on(lambda desk: desk.files.save_as()),
        "import_excel": lambda: window.opening.importing.browse(),
        "import_pasted": lambda: window.opening.importing.paste(),
        "export_excel": on(lambda desk: desk.exports.excel()),
        "export_all": on(lambda desk: desk.exports.all_excel()),
        "export_template": on(lambda desk: desk.exports.template()),
        "export_word": on(lambda desk: desk.exports.word()),
        "export_pdf": on(lambda desk: desk.exports.pdf()),
        "print": on(lambda desk: desk.print_paper()),
        "print_several": on(lambda desk: desk.printing.several()),
        "batch": lambda: window.beside.batch(),
        "collect": lambda: window.beside.collect(),
        "print_blank": lambda: window.beside.print_blank(),
        "next_stage": on(lambda desk: desk.adding.ask_next()),
        "drop_form": on(lambda desk: desk.adding.ask_drop()),
        "close_project": lambda: window.leave(window.show_start),
        "quit": close,
        "undo": on(lambda desk: desk.session.undo()),
        "redo": on(lambda desk: desk.session.redo()),
        "find": on_form(lambda desk: desk.workspace.find_bar.open()),
        "library": on_form(lambda desk: _library(window, desk)),
        "check_all": on(lambda desk: desk.check_all()),
        "next_finding": on(lambda desk: desk.walk(1)),
        "previous_finding": on(lambda desk: desk.walk(-1)),
        "fill_in": on(lambda desk: desk.fill_in()),
        "fill_all": on(lambda desk: desk.fill_all()),
        "answer": on(lambda desk: desk.answer()),
        "submission": on(lambda desk: desk.submission.show()),
        "finalise": on(lambda desk: desk.submission.show(FINALISE, AGAIN)),
        "verify": lambda: window.beside.verify(),
        "forms": on(lambda desk: desk.walk_list()),
        "next_form": on(lambda desk: desk.forms.step(1)),
        "previous_form": on(lambda desk: desk.forms.step(-1)),
        "show_findings": on(lambda desk: desk.toggle_findings()),
        "paper_beside": on_form(lambda desk: desk.toggle_paper()),
        "zoom_in": lambda: window.view.zoom(1),
        "zoom_out": lambda: window.view.zoom(-1),
        "zoom_reset": lambda: window.view.zoom(0),
        "theme_system": lambda: window.view.set_theme("system"),
        "theme_light": lambda: window.view.set_theme("light"),
        "theme_dark": lambda: window.view.set_theme("dark"),
        "paper_face": lambda: window.beside.choose_paper_face(),
        "hint": on_form(lambda desk: desk.toggle_hint()),
        "shortcuts": lambda: _shortcuts(window),
        "about": lambda: _about(window),
        **{name: shower(place) for place, name in enumerate(TAB_ACTIONS)},
    }


def _library(window: MainWindow, desk: Desk) -> None:
    from perfdesk.ui.project.library_opening import open_library

    open_library(desk.workspace, desk.bridge, window.strip.say)


def _shortcuts(window: MainWindow) -> None:
    from perfdesk.ui.window.dialogs import show_shortcuts

    show_shortcuts(window)


def _about(window: MainWindow) -> None:
    from perfdesk.ui.window.dialogs import show_about

    show_about(window, window.name)
