"""Texts as scans and web pages give them: the shapes were seen, the sentences are made up."""

from __future__ import annotations


def tabbed(*rows: str, width: int = 0) -> str:
    """Write rows given with bars between their cells as a copied table; blanks stay at the end."""
    lines = []
    for row in rows:
        cells = [cell.strip() for cell in row.split("|")]
        lines.append("\t".join([*cells, *[""] * (width - len(cells))]))
    return "\n".join(lines) + "\n"


_BOX = '<input type="checkbox"/>'
_TICK = '<input checked="" type="checkbox"/>'
_TARGETS = (
    ("1", "设备租赁费", "考察租赁费是否控制在预算内。", "≤12.00万元", "11.80万元"),
    ("2", "巡查街区数", "考察巡查的范围。", "18个", "18个"),
    ("3", "报修响应", "考察报修以后多久到场，包括夜间。", "及时", "及时"),
)


def web_page_in_text() -> str:
    """A key monitoring form whose small table is HTML and is repeated flat behind itself."""
    head = ("序号", "指标名称", "指标内容说明", "跟踪目标", "完成情况")
    cells = "".join(
        f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in (head, *_TARGETS)
    )
    flat = "\t".join(text for row in (head, *_TARGETS) for text in row)
    return (
        "## 财政项目支出绩效运行监控（跟踪评价）（重点）\n\n街镇名称：（盖章）\n\n"
        + tabbed(
            "项目名称 | 河道保洁设备更新",
            "预算单位 | 水务办 | 具体实施（内设机构） | 河道组 | 跟踪时段 |"
            f" 2024年01月01日 — 2024年08月31日 | 是否为经常性项目 | 是 {_BOX} 否 {_TICK}",
            "当年预算数（元） | 120,000.00 | 预算执行数（元） | 118,000.00 | 预算执行进度（%） |"
            f" 98.33% | 是否需要预算调整 | 是 {_TICK} 否 {_BOX}",
            "选择重点跟踪理由 | 镇、街道认为需开展重点跟踪的项目",
            "<b>一、项目基本情况</b> （包括项目背景概况、预算安排、工作内容和计划时间节点）："
            " 1、项目背景概况 原有设备老化。 2、预算安排 年初预算12.00万元。"
            " 3、工作内容 更换设备。 4、计划时间节点 年底前完成。",
            width=20,
        )
        + f'<table border="1"><tbody>{cells}</tbody></table>\t\t\t{flat}\n'
        + tabbed(*(" | ".join(row) for row in (head, *_TARGETS)), width=20)
        + tabbed(
            "<b>三、阶段性跟踪结论：</b> 2、运行基本正常（执行率和目标完成度均在45%以上）。",
            f"四、绩效跟踪后项目总体判断 | 年度项目预算完成可能性 | 确定能完成 {_TICK} |"
            f" 有可能完成 {_BOX} | 确定不能完成 {_BOX}",
            f" | 年度绩效目标完成可能性 | 确定能完成 {_BOX} | 有可能完成 {_TICK} |"
            f" 确定不能完成 {_BOX}",
        )
    )


HEAD_OF_KEY = (
    "一级目标 | 二级目标 | 三级目标 | 年度绩效目标值 | 跟踪时的目标完成情况 | | | 跟踪时的纠偏情况",
    " | | | | 应完成的绩效目标值 | 完成百分比或情况描述 | 偏差情况（尽量用数值表示） | 偏差原因 |"
    " 纠偏措施",
)


def headings_in_the_middle() -> str:
    """A table by itself whose first headings a scan put into the middle of their groups."""
    return tabbed(
        *HEAD_OF_KEY,
        "投入与管理 | 项目立项 | 立项依据充分性 | 充分 | 充分 | 充分",
        " | 资金落实 | 资金到位率 | 100% | 100% | 100%",
        "数量目标 | 巡查次数 | | 24次 | 16次 | 16次",
        " | 维修次数 | | 6次 | 4次 | 4次",
        "",
        "产出目标 | 质量目标 | 维修合格率 | 100% | 100% | 100%",
        " | 社会效益目标 | 河道整洁度 | 提升 | 提升 | 提升",
    )


_TITLE_OF_SELF = tabbed(
    " | | | 财政项目支出 | 绩效自评表", " | | | (2024 | 1年度)", "Q | 项目名称 | | (河道 | 组)保洁"
)
HEAD_OF_SELF = (
    "二级指标 | 三级指标 | 年度 指标值 | 实际 完成值 | 分值 | 得分 | 偏差原因分析及 改进措施"
)


def cells_run_together() -> str:
    """A self-evaluation of which a scan ran the rows into each other, heads and all."""
    return _TITLE_OF_SELF + tabbed(
        "主管部门 | | 水务办 | | | 实施单位 | 河道组",
        " | | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
        " | | 年度资金总额 | 120000.00 | 120000.00 | 118000.00 | 10 | 98.33% | 9.83",
        " | 预期目标 | | | | | 实际完成情况",
        "年度 总体 目标 | 保持河道整洁,及时维修设备。 | | | | 全年巡查24次,维修6次。",
        f"  | | {HEAD_OF_SELF}",
        " | | | 巡查次数 | 指标值 24次 | 完成值 24次 | 分值 10 | 得分 10",
        " | | | | 指标值 | 完成值 | | | 改进措施",
        " | | 数量指标 | 巡查次数 维修次数 | 指标值 24次 6次 | 完成值 24次 6次 | 10 10 | 10 9 |",
        " | | | 维修合格率 | 100% | 98% | 1 200 | 10 | 已返工",
    )


def report() -> str:
    """A report: contents, captions, page numbers, tables of other columns, a table twice."""
    return (
        "2024 年度某镇 财政支出项目绩效(后)评价报告\n\n项目名称:河道保洁设备更新\n\n"
        "委托部门:镇财政所\n\n目录\n\n"
        + tabbed("摘 要 | 1", "一、 项目基本情况概述 | 1", "二、 评价结论 | 3", "(一)立项背景 | 4")
        + "\n摘要\n\n一、 项目基本情况概述\n\n设备用了九年。\n\n3\n\n维修费逐年上升。\n\n"
        "二、评价结论\n\n总体良好。\n\n1、立项背景\n\n河道多,人手少。\n\n2、立项依据\n\n"
        "表 1: 立项依据文件明细表\n\n"
        + tabbed(
            "层级 | 政策依据 | 核心条款/要求 | 与项目的关联性",
            "国家层面 | 《河道管理条例》 | 明确管护责任 | 管护依据",
            " | 《水污染防治法》 | 明确防治责任 | 防治依据",
        )
        + "\n2、项目实施计划\n\n四月采购。\n\n3、项目完成情况\n\n已经完成。\n\n"
        "表 2: 物料明细\n\n"
        + tabbed(
            "序号 | 说明 | 数量 | 单价(元) | 金额(元) | 产地",
            "1 | 打捞船 | 2 | 30000 | 60000 | 本地",
            "2 | 围油栏 | 10 | 580 | 5800 | 外地",
            "总计 | | | | 65,800",
        )
        + "\n下表是另一种表。\n\n"
        + tabbed("河段 | 数量 | 单价 | 金额", "北段 | 3 | 100 | 300", "南段 | 4 | 100 | 400")
        + "\n表 3: 绩效得分\n\n"
        + tabbed(
            "一级指标 | 二级指标 | 三级指标 | 权重 | 得",
            " | | | | 分",
            " | 立项 | 立项依据充分性 | 5 | 5",
            "决策 | 目标 | 目标合理性 | 5 | 4",
            " | | 小计 | 10 | 9",
        )
        + "\n逐项说明如下:立项依据充分。\n\n"
        + tabbed(
            "一级指标 | 二级指标 | 三级指标 | 权重 | 得分",
            "决策 | 立项 | 立项依据充 分性 | 5 | 5",
            " | 目标 | 目标合理性 | 5 | 3",
        )
    )
