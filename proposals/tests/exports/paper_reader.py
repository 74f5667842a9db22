"""Reading a PDF back: its words page by page, and what it says about itself."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader


class PaperReader:
    """A PDF as a reader meets it; ``text`` has every run of blanks as one space."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.reader = PdfReader(BytesIO(content))
        self.pages = [" ".join(page.extract_text().split()) for page in self.reader.pages]
        self.text = " ".join(self.pages)

    @property
    def is_tagged(self) -> bool:
        return bool(self.reader.trailer["/Root"].get("/MarkInfo", {}).get("/Marked"))

    @property
    def standards(self) -> set[str]:
        """The standards that the document claims to keep."""
        metadata = self.reader.xmp_metadata.stream.get_data().decode()
        return {
            name for name, mark in {"PDF/A-2a": "pdfaid:part", "PDF/UA-1": "pdfuaid:part"}.items() if mark in metadata
        }

    def in_order(self, *words: str) -> bool:
        """Whether these stand one after the other."""
        at = 0
        for word in words:
            at = self.text.find(word, at)
            if at < 0:
                return False
            at += len(word)
        return True
