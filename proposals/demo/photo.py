"""A drawn landscape that stands where a site photo would be; nobody can take it for a real picture."""

from __future__ import annotations

import io
import math
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 640)
HILLS = 3


def draw_photo(caption: str, *, seed: int) -> bytes:
    """Draw hills, a field and a caption as JPEG; the seed moves the hills, so that no two proposals look alike."""
    image = Image.new("RGB", SIZE, (214, 226, 220))
    draw = ImageDraw.Draw(image)
    for layer in range(HILLS):
        draw.polygon(_ridge(seed, layer), fill=(120 - 30 * layer, 150 - 22 * layer, 118 - 28 * layer))
    draw.rectangle((0, SIZE[1] - 96, *SIZE), fill=(250, 247, 239))
    draw.text((24, SIZE[1] - 82), "FOTO CONTOH", fill=(20, 60, 45), font=_font(22))
    draw.text((24, SIZE[1] - 48), caption[:84], fill=(60, 60, 60), font=_font(18))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


@cache
def _font(size: int) -> Any:
    return ImageFont.load_default(size=size)


def _ridge(seed: int, layer: int) -> list[tuple[float, float]]:
    width, height = SIZE
    base = height * (0.42 + 0.14 * layer)
    top = [
        (x, base - 70 * math.sin(x / (110 + 23 * layer) + seed + layer) - 24 * math.sin(x / 47 + seed * 0.7))
        for x in range(0, width + 1, 16)
    ]
    return [*top, (width, height), (0, height)]
