"""Make a PDF fit for the archive (PDF/A-3b): what the format asks beside embedded fonts.

docs/decisions/0014-paper-carries-data.md lists the points, and which were checked how.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from perfdesk.paper.attachment import put_in_catalog
from perfdesk.paper.colour_profile import srgb_profile
from perfdesk.paper.printable import on_a_line

VERSION = (1, 7)
CREATOR = "PerfDesk 绩效填报台"
_SAME_MOMENT = "2000-01-01T00:00:00+00:00"
_PRODUCER = "ReportLab"


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself: to viewers in one way, to archives in another."""

    title: str
    subject: str
    keywords: str


def make_archival(canvas: Any, about: About) -> None:
    """Say what the file is, name its colours, and end its streams as the archive format asks."""
    document = canvas._doc
    canvas.setTitle(about.title)
    canvas.setSubject(about.subject)
    canvas.setKeywords(about.keywords)
    canvas.setCreator(CREATOR)
    canvas.setProducer(_PRODUCER)
    canvas.setAuthor("")
    document.encrypt = _LineEnds()
    metadata = pdfdoc.PDFDictionary(
        {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
    )
    document.Catalog.Metadata = pdfdoc.PDFStream(metadata, _metadata(about))
    profile = pdfdoc.PDFStream(
        pdfdoc.PDFDictionary({"N": 3}), srgb_profile(), [pdfdoc.PDFZCompress]
    )
    intent = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
            "Info": pdfdoc.PDFString("sRGB"),
            "DestOutputProfile": document.Reference(profile, "perfdesk-colours"),
        }
    )
    put_in_catalog(canvas, "OutputIntents", pdfdoc.PDFArray([intent]))


class _LineEnds(pdfdoc.NoEncryption):  # type: ignore[misc]
    """Let a line end stand before `endstream`, where the archive format wants one.

    reportlab has every stream pass here last, and takes its length from what comes back.
    """

    def encode(self, content: str | bytes) -> bytes:
        return _Ended(pdfdoc.pdfdocEnc(content))


class _Ended(bytes, pdfdoc.PDFObject):  # type: ignore[misc]
    """A stream's content, and when written the line end that does not count."""

    def format(self, document: Any) -> bytes:
        return bytes(self) + b"\n"


def _metadata(about: About) -> bytes:
    title, subject, keywords = (
        escape(on_a_line(text)) for text in (about.title, about.subject, about.keywords)
    )
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:creator><rdf:Seq><rdf:li></rdf:li></rdf:Seq></dc:creator>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<pdf:Keywords>{keywords}</pdf:Keywords>
<pdf:Producer>{_PRODUCER}</pdf:Producer>
<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>
<xmp:CreateDate>{_SAME_MOMENT}</xmp:CreateDate>
<xmp:ModifyDate>{_SAME_MOMENT}</xmp:ModifyDate>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()
