"""Say in words what a carrier carries; the command line and the window show the same."""

from __future__ import annotations

from perfdesk.commands.verify.evidence import Carried, Carrier, Verdict

_MEANING = "说明数据与写上校验码时相同，不说明是谁填的。"


def judged(carrier: Carrier) -> str:
    """Say in one sentence whether a carrier agrees with itself."""
    if carrier.is_mixed:
        return "不一致：不同次打印的页混在了一起，不是完整的一份。"
    sentences = [_judged(each) for each in carrier.forms]
    if len(sentences) == 1:
        return sentences[0]
    word = carrier.verdict.word if carrier.verdict is not Verdict.UNSURE else "部分能核对"
    counts = [
        f"{count} 张{words}"
        for verdict, words in _WORDS.items()
        if (count := sum(each.verdict is verdict for each in carrier.forms))
    ]
    more = _MEANING if carrier.verdict is Verdict.SAME else ""
    return f"{word}：共 {len(sentences)} 张表，{'，'.join(counts)}。{more}"


_WORDS = {
    Verdict.SAME: "写着的校验码与数据相符",
    Verdict.DIFFERENT: "写着的校验码与数据不符",
    Verdict.UNSURE: "只有校验码或只有数据",
}


def _judged(form: Carried) -> str:
    if form.verdict is Verdict.SAME:
        return f"一致：写着的校验码与数据相符（{form.code}）。{_MEANING}"
    if form.strange_claims:
        claimed = "、".join(dict.fromkeys(each.code for each in form.strange_claims))
        if form.verdict is Verdict.UNSURE:
            return f"不能断定：写着校验码 {claimed}，但有的栏目没有读到，无法按数据核对。"
        now = form.reckoned or "空表"
        return (
            f"不一致：写着的校验码是 {claimed}，按数据算出的是 {now}，数据后来改过。"
            "要知道改了哪里，请再选一份当时的 PDF、Excel 或项目文件来比。"
        )
    if form.holds_data:
        if not form.reckoned:
            return "这是一张空表，没有可核对的数据。"
        return f"没有写校验码，按数据算出的是 {form.reckoned}。请再选一份来比。"
    if form.claims:
        return f"只有校验码 {form.claims[0].code}，没有数据。请再选一份来比，看是不是同一份数据。"
    return "没有本程序能读的数据，也没有校验码。"


def described(form: Carried) -> tuple[str, ...]:
    """Say in a few lines what is known of one form."""
    lines = [form.title] if form.key else []
    lines += [f"{label}：{text}" for label, text in form.names]
    lines += [f"写着的校验码：{claim.words}" for claim in form.claims if form.key]
    if not form.key:
        lines.append("只有校验码，没有数据；没有写明是哪张表。")
    if form.reckoned:
        lines.append(f"按数据算出：{form.reckoned}")
    return (*lines, *form.remarks)
