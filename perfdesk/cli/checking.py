"""The verbs `check` and `lint`: the findings of projects, and the faults of editions."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from perfdesk.cli.exit_codes import DONE, FOUND, REFUSED
from perfdesk.cli.messages import print_json, say, tell_note, visible
from perfdesk.cli.verb import Verb, takes_form, takes_json, takes_projects
from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.editions import why_unfit
from perfdesk.commands.finalising import Standing, standing
from perfdesk.commands.form import JudgedForm, judged
from perfdesk.commands.projects import open_forms, open_project
from perfdesk.models.document import Document
from perfdesk.models.finding import Finding, Severity
from perfdesk.models.form import Edition
from perfdesk.models.refs import cell_name


def _declare_check(command: ArgumentParser) -> None:
    takes_projects(command)
    takes_form(command)
    takes_json(command)


def _check(options: Namespace, context: Context) -> int:
    """List the findings; 0 no error, 1 errors, 2 what could not be read."""
    code = DONE
    for path in options.files:
        try:
            opened = _forms_asked(context, path, options.form)
        except Refusal as refusal:
            say(str(refusal))
            code = REFUSED
            continue
        tell_note(opened[0])
        if not options.form and len(opened) < len(opened[0].project.documents):
            for document in opened[0].project.documents:
                if why := why_unfit(context, document):
                    say(f"“{path}”里有一张表没有检查：{why}")
            code = REFUSED
        for each in opened:
            form = judged(context, each)
            if options.json:
                print_json(_report(path, form))
            else:
                _print_findings(path, form)
            if form.evaluation.has_errors:
                code = max(code, FOUND)
    return code


def _forms_asked(context: Context, path: Path, form: str) -> Sequence[Opened]:
    if form:
        return [open_project(context, path, form)]
    return open_forms(context, path)


def _report(path: Path, form: JudgedForm) -> dict[str, Any]:
    """Give the findings of a form as plain data for scripts."""
    edition, document, evaluation = form.edition, form.document, form.evaluation
    findings = [
        {
            "code": each.code,
            "severity": each.severity.value,
            "origin": each.origin.value,
            "at": cell_name(each.at, document),
            "label": each.label,
            "message": each.message,
            "expected": each.expected,
            "actual": each.actual,
            "basis": _basis(each),
            "answer": each.answer,
            "old_answer": each.old_answer,
        }
        for each in evaluation.findings
    ]
    summary: dict[str, Any] = {each.value: evaluation.count(each) for each in Severity}
    summary["answered"] = evaluation.answered
    summary["final"] = _final(edition, document)
    return {
        "file": str(path),
        "form": edition.form,
        "edition": edition.edition,
        "findings": findings,
        "summary": summary,
    }


def _final(edition: Edition, document: Document) -> dict[str, Any] | None:
    """Give 定稿 for scripts; `holds` where the data are still those that were finalised."""
    if document.final is None:
        return None
    holds = standing(document, code_of(edition, document)) is Standing.HOLDS
    return {"code": document.final.code, "at": document.final.at, "holds": holds}


def _basis(finding: Finding) -> str:
    return f"{finding.basis}（请以原文件为准）" if finding.verify else finding.basis


def _print_findings(path: Path, form: JudgedForm) -> None:
    evaluation = form.evaluation
    counts = "，".join(f"{each.word} {evaluation.count(each)}" for each in Severity)
    if evaluation.answered:
        counts += f"，已说明 {evaluation.answered}"
    print(f"{path}：{form.edition.title}：{counts}")
    for finding in evaluation.findings:
        quiet = "（已说明）" if finding.is_quiet else ""
        print(f"  {finding.severity.word}{quiet}  {cell_name(finding.at, form.document)}")
        print(visible(f"        {finding.message}"))
        if finding.basis:
            print(f"        依据：{_basis(finding)}")
        if finding.answer:
            print(visible(f"        说明：{finding.answer}"))
        elif finding.old_answer:
            print(visible(f"        原说明：{finding.old_answer}，数字已变，请重新确认。"))


def _declare_lint(command: ArgumentParser) -> None:
    words = "一个版本的文件夹，里面有 form.toml；可以有几个"
    command.add_argument("folders", nargs="+", type=Path, metavar="文件夹", help=words)


def _lint(options: Namespace, context: Context) -> int:
    """List the faults of editions; 0 for none, 1 where there are some."""
    from perfdesk.forms.lint import lint

    faults = 0
    for folder in options.folders:
        linted = lint(folder)
        faults += len(linted.faults)
        for each in linted.faults:
            print(visible(each))
        said = f"{len(linted.faults)} 处毛病" if linted.faults else "没有发现问题"
        later = "" if linted.examples_tried else "；示例还没有试，请改正后再运行一次"
        say(f"{folder}：{said}{later}")
    return FOUND if faults else DONE


CHECK = Verb("check", "检查项目，列出发现", _declare_check, _check)
LINT = Verb("lint", "检查表单版本的文件夹，列出每一处毛病", _declare_lint, _lint)
