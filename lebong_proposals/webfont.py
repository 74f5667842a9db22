"""The typeface of the pages: Plus Jakarta Sans, cut down to Latin and written as WOFF2.

The package ships a 176 kB TrueType file; a browser on a weak line gets about 24 kB of it. The PDFs use the whole file.
"""

from __future__ import annotations

from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import fontpkg

from lebong_proposals.generated_files import generated

FAMILY = "Plus Jakarta Sans"
NAME = "plus-jakarta-sans-latin.woff2"
FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum")
LATIN = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(0x2009, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AC, 0x2080, 0x2081, 0x2082, 0x2083),
    *(0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2264, 0x2265),
)
LICENCE_NAMES = [0, 1, 2, 5, 13, 14]


def source() -> Path:
    """Find the whole TrueType file in its package."""
    return Path(fontpkg.path(FAMILY))


def web_font(cache: Path) -> Path:
    """Give the WOFF2 file, made once per recipe and version."""
    recipe = f"{version('fontpkg-plus-jakarta-sans')} {version('fonttools')} {FEATURES} {LATIN}"
    return generated(cache, recipe.encode(), NAME, _subset)


def _subset() -> bytes:
    from fontTools import subset  # half a second to import, needed once per machine

    options = subset.Options(flavor="woff2", layout_features=list(FEATURES), hinting=False, notdef_outline=True)
    options.name_IDs = LICENCE_NAMES
    content = BytesIO()
    with subset.load_font(source(), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=LATIN)
        cutter.subset(font)
        subset.save_font(font, content, options)
    return content.getvalue()
