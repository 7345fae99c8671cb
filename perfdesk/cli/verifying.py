"""The verb `verify`: say whether two files, or a file and a code, carry the same data."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from perfdesk.cli.exit_codes import DONE, FOUND
from perfdesk.cli.messages import print_json, visible
from perfdesk.cli.verb import Verb, takes_form, takes_json
from perfdesk.commands.context import Context
from perfdesk.commands.verify.compare import Comparison, Match, compare_carriers
from perfdesk.commands.verify.evidence import Carried, Carrier, Claim, Verdict
from perfdesk.commands.verify.look import look_into
from perfdesk.commands.verify.words import described, judged


def _declare(command: ArgumentParser) -> None:
    command.add_argument("file", metavar="文件", help="PDF、Excel、项目文件、扫描件或照片")
    words = "再来一份，或页脚的校验码；不写则只看文件自己是否相符"
    command.add_argument("other", nargs="?", metavar="文件或校验码", help=words)
    takes_form(command, "只核对这种表单")
    takes_json(command)


def _verify(options: Namespace, context: Context) -> int:
    """Look into one carrier, or hold two against each other; 0 same, 1 not."""
    left = look_into(context, options.file, options.form)
    if options.other is None:
        _tell(options.json, left, None)
        return FOUND if left.verdict is Verdict.DIFFERENT else DONE
    right = look_into(context, options.other, options.form)
    compared = compare_carriers(left, right)
    _tell(options.json, left, compared)
    return DONE if compared.verdict is Verdict.SAME else FOUND


def _tell(as_json: bool, left: Carrier, compared: Comparison | None) -> None:
    if as_json:
        print_json(_comparison(compared) if compared else _alone(left))
        return
    print(visible(compared.sentence if compared else judged(left)))
    for match in compared.matches if compared else ():
        _tell_match(match, len(compared.matches) > 1 if compared else False)
    for note in compared.notes if compared else ():
        print(visible(note))
    sides = (("左", compared.left), ("右", compared.right)) if compared else (("", left),)
    for side, carrier in sides:
        _tell_carrier(side, carrier)


def _tell_match(match: Match, is_one_of_several: bool) -> None:
    if is_one_of_several:
        print(visible(f"“{match.left.title}”：{match.sentence}"))
    for part in match.differences:
        print(visible(f"  {part.label}  [{part.name}]"))
        print(visible(f"      左：{part.left or '（空）'}"))
        print(visible(f"      右：{part.right or '（空）'}"))


def _tell_carrier(side: str, carrier: Carrier) -> None:
    head = f"{side}：{carrier.name}" if side else carrier.name
    print(visible(f"{head}（{carrier.kind.word}）"))
    for form in carrier.forms:
        first, *rest = described(form)
        print(visible(f"  {first}"))
        for line in rest:
            print(visible(f"      {line}"))
    for note in carrier.notes:
        print(visible(f"  {note}"))


# --- for scripts; docs/check-code.md says what each key means -----------------------------------


def _alone(carrier: Carrier) -> dict[str, Any]:
    return {"verdict": carrier.verdict.value, "message": judged(carrier), "left": _side(carrier)}


def _comparison(compared: Comparison) -> dict[str, Any]:
    return {
        "verdict": compared.verdict.value,
        "message": compared.sentence,
        "left": _side(compared.left),
        "right": _side(compared.right),
        "forms": [_compared(each) for each in compared.matches],
        "notes": list(compared.notes),
    }


def _compared(match: Match) -> dict[str, Any]:
    return {
        "left": match.left.key,
        "right": match.right.key,
        "verdict": match.verdict.value,
        "message": match.sentence,
        "cells_known": match.are_differences_known,
        "differences": [
            {
                "what": each.what,
                "at": each.name,
                "label": each.label,
                "left": each.left,
                "right": each.right,
            }
            for each in match.differences
        ],
    }


def _side(carrier: Carrier) -> dict[str, Any]:
    return {
        "name": carrier.name,
        "kind": carrier.kind.value,
        "verdict": carrier.verdict.value,
        "mixed_prints": carrier.is_mixed,
        "forms": [_form(each) for each in carrier.forms],
        "notes": list(carrier.notes),
    }


def _form(form: Carried) -> dict[str, Any]:
    return {
        "form": form.key,
        "title": form.title,
        "names": dict(form.names),
        "claims": [_claim(each) for each in form.claims],
        "holds_data": form.holds_data,
        "reckoned": form.reckoned,
        "verdict": form.verdict.value,
        "draft": form.is_draft,
        "remarks": list(form.remarks),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "code": claim.code,
        "pages": list(claim.pages),
        "count": claim.count,
        "missing": list(claim.missing),
    }


VERIFY = Verb("verify", "核验：文件与文件、文件与校验码是不是同一份数据", _declare, _verify)
