"""The composition root: the only place that knows where anything lies."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from perfdesk.commands.context import Context
    from perfdesk.forms.catalogue import Catalogue
    from perfdesk.paper.fonts import Faces
    from perfdesk.ui.window.main_window import MainWindow

_HERE = Path(__file__).resolve().parent
# Beside a frozen program, inside an installed package, beside the package in the source.
_HOMES = [Path(getattr(sys, "_MEIPASS", _HERE)), _HERE.parent]
_RESOURCES = next((each for each in _HOMES if (each / "resources").is_dir()), _HERE) / "resources"
_FONTS = _RESOURCES / "fonts"
# Milliseconds after the start: by then a project named on the command line is painted.
_FONTS_AFTER = 600
_NO_DISPLAY = (
    "这台机器没有图形界面，改为用示例项目演示：检查、输出 PDF、Excel 和窗口的图片，"
    "都放在 out/ 里。要在没有图形界面时办事，请看 {} --help。"
)
_NO_DISPLAY_FOR_A_FILE = "这台机器没有图形界面，改为只检查这个文件。其他命令请看 {} --help。"
_CLOSED = "演示要把结果写到“{}”，但那里不能写入。请换到自己的文件夹里再运行。"
_NO_PICTURE = "系统缺少 {}，没有画窗口的图片；PDF 和 Excel 已经写好。"
_NO_WINDOW = "系统缺少 {}，窗口打不开。装好后再运行；不开窗口也能办的事，请看 {} --help。"
_NEITHER = "没有叫“{}”的命令，也没有这个文件。有哪些命令请看 {} --help。"


def start() -> int:
    """Start the program as it was called on the command line."""
    return main(sys.argv[1:])


def main(arguments: Sequence[str]) -> int:
    """Start the window, with a file where one is named, or the command line for a verb.

    Gives the exit code 2 for a word that is neither.
    """
    from perfdesk import cli

    if arguments and cli.is_command(arguments[0]):
        return cli.run(arguments, make_context())
    is_file = arguments and (Path(arguments[0]).suffix or Path(arguments[0]).exists())
    if (is_file or not arguments) and has_display():
        return _run_window([Path(each) for each in arguments[:1]])
    from perfdesk.cli.parser import called

    if arguments and not is_file:
        print(_NEITHER.format(arguments[0], called()), file=sys.stderr)
        return cli.REFUSED
    if arguments:
        print(_NO_DISPLAY_FOR_A_FILE.format(called()), file=sys.stderr)
        return cli.run(["check", *arguments], make_context())
    print(_NO_DISPLAY.format(called()), file=sys.stderr)
    return _demonstrate(make_context(), Path("out"))


def has_display() -> bool:
    """Tell whether a window can be shown; Qt ends the process where it cannot."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def make_context(data: Path | None = None) -> Context:
    """Name the places: the program's resources, and the user's own folder."""
    from perfdesk.commands.context import Context
    from perfdesk.storage.preferences import PreferenceStore

    data = data or _data()
    preferences = PreferenceStore(data / "preferences.json")

    @cache
    def read_catalogue() -> Catalogue:
        from perfdesk.forms.catalogue import Catalogue

        return Catalogue([_RESOURCES / "forms", data / "forms"])

    def read_faces() -> Faces:
        from perfdesk.commands.paper_face import faces_for

        return faces_for(_FONTS, preferences.current.paper_face)

    return Context(
        read_catalogue,
        read_faces,
        fonts=_FONTS,
        samples=_RESOURCES / "samples",
        data=data,
        now=lambda: datetime.now().astimezone(),
        library=_RESOURCES / "library",
        report_template=_RESOURCES / "report.docx",
        font_folders=font_folders(sys.platform, Path.home(), os.environ),
        preferences=preferences,
    )


def font_folders(system: str, home: Path, variables: Mapping[str, str]) -> tuple[Path, ...]:
    """Name the folders in which a system (`sys.platform`) keeps fonts, the person's own first."""
    if system == "win32":
        local, windows = variables.get("LOCALAPPDATA"), variables.get("WINDIR", r"C:\Windows")
        own = (Path(local) / "Microsoft" / "Windows" / "Fonts",) if local else ()
        return (*own, Path(windows) / "Fonts")
    if system == "darwin":
        return home / "Library" / "Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")
    data = variables.get("XDG_DATA_HOME")
    own_data = Path(data) if data else home / ".local" / "share"
    return (
        own_data / "fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    )


def _data() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("perfdesk", appauthor=False))


def _run_window(files: Sequence[Path]) -> int:
    from perfdesk import cli

    try:
        _try_platform()
        app, window = make_window()
    except ImportError as trouble:
        from perfdesk.cli.parser import called

        print(_NO_WINDOW.format(_lacking(trouble), called()), file=sys.stderr)
        return cli.REFUSED
    from perfdesk.ui.kit.idle import tidy_when_idle

    tidy_when_idle(lambda: bool(window.jobs.running))
    window.show()
    for path in files:
        window.opening.open_any(path.absolute())
    _after_first_paint(window)
    return int(app.exec())


def make_window(data: Path | None = None) -> tuple[QApplication, MainWindow]:
    """Put the window together, dressed and hidden; one for each process.

    `data` is the user's folder where it is not the usual one.
    """
    _choose_input_methods()
    from PySide6.QtWidgets import QApplication

    from perfdesk.ui.kit.chinese import speak_chinese
    from perfdesk.ui.kit.icons import Icons
    from perfdesk.ui.kit.look import BASE_POINTS, apply_theme, choose_font
    from perfdesk.ui.window.main_window import NAME, MainWindow

    app = QApplication(sys.argv[:1])
    app.setApplicationName("perfdesk")
    app.setApplicationDisplayName(NAME)
    context = make_context(data)
    preferences = context.preferences.current
    speak_chinese(app)
    apply_theme(app, preferences.theme)
    choose_font(app, _FONTS, preferences.font_size or BASE_POINTS)
    icons = Icons(_RESOURCES / "icons")
    window = MainWindow(app, context, icons)
    window.setWindowIcon(icons.icon("app", app.palette()))
    return app, window


def _try_platform() -> None:
    """Raise ImportError for a library that the platform of X lacks, for which Qt would abort."""
    variables = os.environ.keys()
    if "DISPLAY" not in variables or {"WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & variables:
        return
    import PySide6
    from PySide6.QtCore import QLibrary

    plugins = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
    platform = QLibrary(str(plugins / "libqxcb.so"))
    if not platform.load():
        raise ImportError(platform.errorString())


def _choose_input_methods() -> None:
    """Let Chinese input in; to be called before the application is made.

    The wheels carry no fcitx plug-in, and a desktop that sets QT_IM_MODULE=fcitx would
    otherwise be left without. A Linux that was unpacked and never started has no identity,
    and the library that ibus asks for it ends the process: there is no input method there.
    """
    identities = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
    if sys.platform != "linux" or any(each.is_file() for each in identities):
        os.environ.setdefault("QT_IM_MODULES", "wayland;fcitx;ibus")


def _after_first_paint(window: MainWindow) -> None:
    """Ask about work left behind, and read the fonts beside the window."""
    from PySide6.QtCore import QTimer

    def check_again(trouble: str) -> None:
        if window.project is not None:
            window.project.check_again()
        if trouble:
            if window.messages.text:
                # What stands there already is about the clerk's work, and goes before.
                window.messages.say(trouble)
            else:
                choose = window.side_windows.choose_paper_face
                window.messages.warn(trouble, ("纸面字体…", choose))

    def read_fonts() -> None:
        window.jobs.run("正在准备字体", window.projects.read_fonts, check_again, lambda _: None)

    def ask() -> None:
        from perfdesk.ui.window.recovering import recover

        recover(window)
        QTimer.singleShot(_FONTS_AFTER, window, read_fonts)

    window.painted.connect(ask)


def _demonstrate(context: Context, folder: Path) -> int:
    from perfdesk import cli, demonstration

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        print(_CLOSED.format(folder.absolute()), file=sys.stderr)
        return cli.REFUSED
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        return demonstration.run(context, folder, lambda: make_window(context.data))
    except ImportError as trouble:
        print(_NO_PICTURE.format(_lacking(trouble)), file=sys.stderr)
        return cli.DONE


def _lacking(trouble: ImportError) -> str:
    """Name the library of the system without which Qt does not load; run.py names the remedy."""
    # “libGL.so.1: cannot open shared object file: …”, and before it perhaps what wants it.
    return str(trouble).partition(": cannot open")[0].rpartition(": ")[2]
