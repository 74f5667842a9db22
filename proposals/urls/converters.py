"""The shape of a proposal's number in an address, so that ``/usulan/baru/`` is never taken for one."""

from __future__ import annotations

from django.urls import register_converter


class NumberConverter:
    """``2025-0042``: the cycle's year and the position in it (``product.md`` D11)."""

    regex = "[0-9]{4}-[0-9]{4,7}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "number")
