"""From numbers to drawings: where each bar lies, so that a template only has to write it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROW_HEIGHT = 30
BAR_HEIGHT = 16
BASELINE = 20  # of the text, from the top of its row
NUMBER_GAP = 12
DIGIT_WIDTH = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn: a word, a number, and the class that colours it."""

    label: str
    value: int
    fill: str


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """One row of the chart in its own coordinates."""

    bar: Bar
    text_y: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart of horizontal bars from a zero baseline, label and number before each; sizes in user units."""

    width: int
    height: int
    number_x: int
    bar_x: int
    bar_height: int
    rows: tuple[DrawnBar, ...]

    @property
    def words(self) -> str:
        """The chart in one sentence, for who cannot see it."""
        return "; ".join(f"{row.bar.label} {row.bar.value}" for row in self.rows)


def bar_chart(bars: Sequence[Bar], *, width: int, label_width: int) -> BarChart:
    """Lay the bars out; the longest takes what label and number leave, a small one stays visible."""
    highest = max((bar.value for bar in bars), default=0)
    number_x = label_width + max(2, len(str(highest))) * DIGIT_WIDTH
    bar_x = number_x + NUMBER_GAP
    room = width - bar_x
    rows = tuple(
        DrawnBar(bar, top + BASELINE, top + (ROW_HEIGHT - BAR_HEIGHT) // 2, _length(bar.value, highest, room))
        for top, bar in zip(range(0, len(bars) * ROW_HEIGHT, ROW_HEIGHT), bars, strict=True)
    )
    return BarChart(width, len(bars) * ROW_HEIGHT, number_x, bar_x, BAR_HEIGHT, rows)


def _length(value: int, highest: int, room: int) -> int:
    return max(2, round(room * value / highest)) if value else 0


def heat(value: int, highest: int) -> int:
    """Give one of the tints 0 to 4 for a count; 0 is no tint."""
    return -(-4 * value // highest) if highest else 0
