"""Put a file inside a PDF, as the source that its pages were made from.

Viewers list it among the attachments; `exchange/pdf_read.py` finds it again by its content.
"""

from __future__ import annotations

import hashlib
from typing import Any

from reportlab.pdfbase import pdfdoc

_SHOWN_NAME = "填报数据.perfdesk"
_SHOWN_WORDS = "本表的填报数据，可用绩效填报台打开"
_TYPE = "/application#2Fjson"  # as a name; reportlab's own would leave the slash inside
# Nothing in the file may say when it was made: equal documents give equal bytes.
_SAME_MOMENT = "D:20000101000000+00'00'"


def attach(canvas: Any, data: bytes, code: str) -> None:
    """Attach the project's data, of that check code, to the document that a canvas draws."""
    document = canvas._doc
    # Of two attachments of one name, programs that merge files keep one.
    name = f"perfdesk-{code}.perfdesk"
    content = pdfdoc.PDFStream(
        pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("EmbeddedFile"),
                "Subtype": _TYPE,
                "Params": pdfdoc.PDFDictionary(
                    {
                        "Size": len(data),
                        "CreationDate": pdfdoc.PDFString(_SAME_MOMENT),
                        "ModDate": pdfdoc.PDFString(_SAME_MOMENT),
                        "CheckSum": f"<{hashlib.md5(data, usedforsecurity=False).hexdigest()}>",
                    }
                ),
            }
        ),
        data,
        [pdfdoc.PDFZCompress],
    )
    stream = document.Reference(content, "perfdesk-data")
    file = document.Reference(
        pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Filespec"),
                "F": pdfdoc.PDFString(name),
                "UF": pdfdoc.PDFString(_SHOWN_NAME),
                "Desc": pdfdoc.PDFString(_SHOWN_WORDS),
                "AFRelationship": pdfdoc.PDFName("Source"),
                "EF": pdfdoc.PDFDictionary({"F": stream, "UF": stream}),
            }
        ),
        "perfdesk-file",
    )
    names = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray([pdfdoc.PDFString(name), file])})
    catalog = document.Catalog
    catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": names})
    put_in_catalog(canvas, "AF", pdfdoc.PDFArray([file]))


def put_in_catalog(canvas: Any, key: str, value: Any) -> None:
    """Set an entry of the document's catalog that reportlab does not know."""
    catalog = canvas._doc.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, key]
    setattr(catalog, key, value)
