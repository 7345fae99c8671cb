"""Everything a person can ask the window to do, in one table.

Menus, the toolbar and 帮助 › 快捷键 are made from it; what each does is in the `actions()` of the
parts of the window and of `ui/project/project_view.py`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: how it is called, by which key, and where it is offered.

    `keys` holds one key, or several parted by a blank. `on_toolbar` is the text there,
    blank for none. `needs_project` greys it out on the start page.
    """

    name: str
    text: str
    menu: str
    keys: str = ""
    icon: str = ""
    tip: str = ""
    on_toolbar: str = ""
    needs_project: bool = True
    begins_group: bool = False


FILE, EDIT, CHECK, VIEW, HELP = "文件(&F)", "编辑(&E)", "检查(&C)", "查看(&V)", "帮助(&H)"
MENUS = (FILE, EDIT, CHECK, VIEW, HELP)
TAB_ACTIONS = ("tab_1", "tab_2", "tab_3", "tab_4", "tab_5")

ACTIONS: tuple[Action, ...] = (
    Action("new", "新建…", FILE, "Ctrl+N", "new", "新建一个项目", "新建", needs_project=False),
    Action("open", "打开…", FILE, "Ctrl+O", "open", "打开项目文件", "打开", needs_project=False),
    Action("save", "保存", FILE, "Ctrl+S", "save", "保存项目", "保存"),
    Action("save_as", "另存为…", FILE, "Ctrl+Shift+S", tip="用另一个文件名保存"),
    Action(
        "import_excel", "从 Excel、Word 导入…", FILE, "Ctrl+I", "import",
        "读入填好的 Excel、Word 表或文字文件，先看差异再决定",
        needs_project=False, begins_group=True,
    ),
    Action(
        "import_pasted", "从剪贴板导入…", FILE, "Ctrl+Shift+I",
        tip="读入从 Excel、Word、网页或扫描识别结果中复制的整张表，先看差异再决定",
        needs_project=False,
    ),
    Action(
        "export_excel", "导出 Excel…", FILE, "Ctrl+E", "excel",
        "导出与纸面相同的 Excel 表", "Excel",
    ),
    Action(
        "export_all", "导出全部表单…", FILE,
        tip="项目的全部表单写进一个 Excel 工作簿，每张表单一个工作表",
    ),
    Action(
        "export_template", "导出填报模板…", FILE,
        tip="没有本程序的电脑用 Excel 填写模板，交回后导入",
    ),
    Action(
        "export_word", "导出 Word 报告…", FILE, "Ctrl+Shift+R",
        tip="导出由本表生成的 Word 报告（有报告的表单）",
    ),
    Action(
        "export_pdf", "保存为 PDF…", FILE, "Ctrl+Shift+E", "pdf", "保存为 PDF 文件", "PDF"
    ),
    Action("print", "打印…", FILE, "Ctrl+P", "print", "打印，用于签字盖章", "打印"),
    Action(
        "print_several", "打印多张…", FILE, "Ctrl+Shift+P",
        tip="项目里的几张表单一次打印，或保存成一个 PDF",
    ),
    Action(
        "print_blank", "空白表…", FILE, tip="打印或保存空白表，供手工填写", needs_project=False
    ),
    Action(
        "collect", "收集汇总…", FILE, "Ctrl+Shift+M", "collect",
        "读入一个文件夹里各单位交来的表，汇成一份，列出问题、重复和没读成的文件",
        needs_project=False, begins_group=True,
    ),
    Action(
        "batch", "成批生成…", FILE, "Ctrl+Shift+B", "batch",
        "一份名单里一行一个项目，各生成项目文件、PDF 和 Excel", needs_project=False,
    ),
    Action(
        "next_stage", "下一阶段…", FILE, "Ctrl+Shift+N",
        tip="从当前表单带入已填内容，开始项目的下一张表；也可以添加空白表单", begins_group=True,
    ),
    Action("drop_form", "删除当前表单…", FILE, tip="从项目中去掉正在显示的表单"),
    Action("close_project", "关闭项目", FILE, "Ctrl+W", tip="回到开始页", begins_group=True),
    Action("quit", "退出", FILE, "Ctrl+Q", needs_project=False),
    Action("undo", "撤销", EDIT, "Ctrl+Z", "undo", "撤销上一步", "撤销"),
    Action("redo", "重做", EDIT, "Ctrl+Y Ctrl+Shift+Z", "redo", "重做撤销的一步", "重做"),
    Action(
        "find", "查找…", EDIT, "Ctrl+F", "find", "在所有栏目中查找", "查找", begins_group=True
    ),
    Action(
        "library", "指标库…", EDIT, "Ctrl+L", tip="从常用的指标中选，加入到指标表；或收入本表的指标"
    ),
    Action("check_all", "检查全部", CHECK, "F7", "check", "检查全部内容", "检查"),
    Action(
        "submission", "提交前体检…", CHECK, "Shift+F7",
        tip="检查全部，看能不能定稿，说明保留的问题，打印差错说明单", on_toolbar="体检",
        icon="submission",
    ),
    Action(
        "finalise", "定稿…", CHECK, "Ctrl+Shift+D", "final",
        "没有错误时固定数据，打印件不再带“草稿”；也列出已打印的各份", "定稿",
    ),
    Action("next_finding", "下一个问题", CHECK, "F8", "next", "转到下一个问题", "下一个"),
    Action("previous_finding", "上一个问题", CHECK, "Shift+F8", "previous", "转到上一个问题"),
    Action("fill_in", "填入应填的数", CHECK, "Alt+Return", "fill", "把选中问题的应填数填入"),
    Action(
        "fill_all", "填入全部同类的数", CHECK, "Alt+Shift+Return",
        tip="与选中问题同类、应填数已知的，一次全部填入",
    ),
    Action("answer", "说明…", CHECK, "Alt+R", tip="写明选中的问题为什么保留"),
    Action(
        "verify", "核验…", CHECK, "Ctrl+Shift+K", "verify",
        "看两份 PDF、Excel、项目或扫描件是不是同一份数据", needs_project=False, begins_group=True,
    ),
    *(Action(name, f"第 {place} 页", VIEW, f"Ctrl+{place}")
      for place, name in enumerate(TAB_ACTIONS, start=1)),
    Action(
        "forms", "本项目的表单", VIEW, "F9", "forms", "列出本项目的表单，从中换一张", "表单",
        begins_group=True,
    ),
    Action("next_form", "下一张表单", VIEW, "Ctrl+PgDown"),
    Action("previous_form", "上一张表单", VIEW, "Ctrl+PgUp"),
    Action(
        "show_findings", "检查结果", VIEW, "F6", tip="显示或收起检查结果", begins_group=True
    ),
    Action("paper_beside", "纸面并排", VIEW, "F12", "paper", "在表单旁边显示打印效果", "并排"),
    Action(
        "zoom_in", "放大", VIEW, "Ctrl++ Ctrl+=", tip="放大文字",
        needs_project=False, begins_group=True,
    ),
    Action("zoom_out", "缩小", VIEW, "Ctrl+-", tip="缩小文字", needs_project=False),
    Action("zoom_reset", "原始大小", VIEW, "Ctrl+0", needs_project=False),
    Action(
        "theme_system", "跟随系统", VIEW, tip="颜色跟随系统",
        needs_project=False, begins_group=True,
    ),
    Action("theme_light", "浅色", VIEW, needs_project=False),
    Action("theme_dark", "深色", VIEW, tip="深色，纸面仍为白色", needs_project=False),
    Action(
        "paper_face", "纸面字体…", VIEW, tip="纸面上的宋体改用已安装的字体，如仿宋",
        needs_project=False, begins_group=True,
    ),
    Action("hint", "填报说明", HELP, "F1", "help", "显示光标所在栏目的说明"),
    Action("shortcuts", "快捷键", HELP, "Ctrl+F1", needs_project=False),
    Action("about", "关于绩效填报台", HELP, needs_project=False),
)  # fmt: skip
