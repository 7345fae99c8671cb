"""Find the edition of a form, and say why a form of a project cannot be shown."""

from __future__ import annotations

from perfdesk.commands.context import Context, Refusal
from perfdesk.forms.reader import FormFault
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.rules.evaluate.compiled import EditionError, compiled


def find_edition(context: Context, name: str) -> Edition:
    """Find an edition by `form` or `form/edition`."""
    try:
        edition = context.catalogue.find(name)
        compiled(edition)
    except KeyError:
        known = "、".join(context.catalogue)
        raise Refusal(f"没有名为“{name}”的表单。本程序有：{known}。") from None
    except (FormFault, EditionError) as fault:
        raise Refusal(f"表单“{name}”的定义有误：{fault}。") from fault
    return edition


def why_unfit(context: Context, document: Document) -> str:
    """Say why a form of a project cannot be shown; blank where it can.

    One edition that is missing or faulty must not close the project's other forms.
    """
    key = key_of(document)
    if key not in context.unfit:
        context.unfit[key] = _why_unfit(context, key)
    return context.unfit[key]


def _why_unfit(context: Context, key: str) -> str:
    if key not in context.catalogue:
        return f"本程序没有表单“{key}”。请升级程序，或把它的表单文件夹放到用户表单目录。"
    try:
        find_edition(context, key)
    except Refusal as refusal:
        return f"{refusal}请改正它的表单文件夹，再重新打开程序；用 lint 可以列出每一处毛病。"
    return ""


def key_of(document: Document) -> str:
    """Name a document's edition as `form/edition`."""
    return f"{document.form}/{document.edition}"
