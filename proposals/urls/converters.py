"""The shapes of what stands in addresses, so that ``/usulan/baru/`` is never taken for a number."""

from __future__ import annotations

from django.urls import register_converter

from proposals.models import PaperKind


class NumberConverter:
    """``2025-0042``: the cycle's year and the position in it (``product.md`` D11)."""

    regex = "[0-9]{4}-[0-9]{4,7}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PaperKindConverter:
    """The two papers of a round by the names that people give them."""

    regex = "berita-acara|lembar-asistensi"
    kinds = {"berita-acara": PaperKind.MINUTES, "lembar-asistensi": PaperKind.SHEET}
    names = {kind: name for name, kind in kinds.items()}

    def to_python(self, value: str) -> PaperKind:
        return self.kinds[value]

    def to_url(self, value: str) -> str:
        return self.names[PaperKind(value)]


register_converter(NumberConverter, "number")
register_converter(PaperKindConverter, "paper")
