"""The verbs that begin projects and learn from them: `forms`, `new`, `carry`, `learn`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from perfdesk.cli.exit_codes import DONE, FOUND, REFUSED
from perfdesk.cli.messages import print_json, saved, say, visible
from perfdesk.cli.verb import Verb, takes_json, takes_out, takes_project, takes_projects
from perfdesk.commands import library
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.editions import find_edition
from perfdesk.commands.forms import carry
from perfdesk.commands.projects import new_project, open_forms, open_project, save_project


def _forms(options: Namespace, context: Context) -> int:
    """List all editions; 1 where one has a fault."""
    rows, code = [], DONE
    for key in context.catalogue:
        try:
            each = find_edition(context, key)
        except Refusal as refusal:
            say(str(refusal))
            code = FOUND
            continue
        rows.append({"form": each.form, "edition": each.edition, "title": each.title})
    for folder, root in context.catalogue.misplaced():
        say(
            f"“{folder}”没有读入：版本应放在 {root} 之下两层，"
            "先是表单的文件夹，里面是版本的文件夹。"
        )
        code = FOUND
    if options.json:
        print_json(rows)
    else:
        for row in rows:
            print(f"{row['form']}/{row['edition']}\t{row['title']}")
    return code


def _declare_new(command: ArgumentParser) -> None:
    command.add_argument("form", metavar="表单", help="表单，或 表单/版本")
    takes_out(command, "项目文件")


def _new(options: Namespace, context: Context) -> int:
    opened = new_project(find_edition(context, options.form))
    return saved(save_project(context, opened.project, options.out, None), options.out)


def _declare_carry(command: ArgumentParser) -> None:
    takes_project(command)
    command.add_argument("form", metavar="表单", help="要开始的表单，或 表单/版本")
    # A project of several forms is refused with the word --form, so that is understood too.
    words = "项目里有几张表单时指明来源"
    command.add_argument("--from", "--form", dest="start", default="", metavar="表单", help=words)
    takes_out(command, "项目文件")


def _carry(options: Namespace, context: Context) -> int:
    opened = open_project(context, options.file, options.start)
    added, taken = carry(context, opened, options.form)
    for each in taken:
        print(f"{each.source} → {each.label}：{each.text}")
    same = options.out.resolve() == options.file.resolve()
    expected = opened.digest if same else None
    return saved(save_project(context, added.project, options.out, expected), options.out)


def _learn(options: Namespace, context: Context) -> int:
    """Keep the indicators file by file; 2 where one could not be read."""
    code = DONE
    for path in options.files:
        try:
            forms = open_forms(context, path)
        except Refusal as refusal:
            say(str(refusal))
            code = REFUSED
            continue
        known = library.load_library(context)
        for note in known.notes:
            say(note)
        found = [
            indicator
            for each in forms
            for indicator in library.learn(known, each.edition, each.document, path.stem)
        ]
        kept = library.keep(context, known, found)
        for each in kept.added:
            print(visible("\t".join((each.name, each.kind or each.level2, each.value))))
        say(f"“{path.name}”：{kept}")
    return code


FORMS = Verb("forms", "列出所有表单", takes_json, _forms)
NEW = Verb("new", "新建项目", _declare_new, _new)
CARRY = Verb("carry", "从上一阶段的表单开始下一阶段", _declare_carry, _carry)
LEARN = Verb("learn", "把项目中的指标收入本单位的指标库，不记数值", takes_projects, _learn)
