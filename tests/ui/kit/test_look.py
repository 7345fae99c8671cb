"""Light and dark are both readable, and text grows everywhere."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLineEdit

from perfdesk.models.finding import Severity
from perfdesk.ui.kit.chinese import speak_chinese
from perfdesk.ui.kit.look import apply_theme, is_dark, palette_of, scale, severity_color, zoom
from perfdesk.ui.kit.plain import label

ROLES = QPalette.ColorRole


def luminance(color):
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(qapp, theme):
    palette = palette_of(theme, False)
    pairs = [
        (ROLES.WindowText, ROLES.Window), (ROLES.Text, ROLES.Base),
        (ROLES.ButtonText, ROLES.Button), (ROLES.PlaceholderText, ROLES.Base),
        (ROLES.PlaceholderText, ROLES.Window), (ROLES.HighlightedText, ROLES.Highlight),
        (ROLES.Text, ROLES.Midlight),
    ]  # fmt: skip
    for text, ground in pairs:
        assert contrast(palette.color(text), palette.color(ground)) >= 4.5, (text, ground)
    for severity in Severity:
        color = severity_color(severity, palette)
        assert contrast(color, palette.color(ROLES.Base)) >= 4.5, severity


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edge_of_a_field_is_seen(qapp, qtbot, theme):
    apply_theme(qapp, theme)
    line = QLineEdit()
    qtbot.addWidget(line)
    line.ensurePolished()
    edge = line.palette().color(ROLES.Window).darker(140)
    assert contrast(edge, line.palette().color(ROLES.Base)) >= 2.9
    apply_theme(qapp, "light")
    assert not is_dark(qapp.palette())


def test_a_scaled_text_grows_with_the_others(qapp, qtbot):
    before = qapp.font()
    heading = label("题")
    qtbot.addWidget(heading)
    scale(heading, 1.5, bold=True)
    zoom(qapp, 20)
    assert (heading.font().pointSizeF(), heading.font().bold()) == (30, True)
    qapp.setFont(before)


def test_qt_itself_speaks_chinese(qapp):
    assert "qtbase_zh_CN" in speak_chinese(qapp)
    assert qapp.translate("QPlatformTheme", "Cancel") == "取消"
