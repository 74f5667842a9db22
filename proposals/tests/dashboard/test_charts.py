"""Bars as coordinates; pure."""

from proposals.dashboard.charts import Bar, bar_chart, heat


def test_bars_share_one_scale_from_zero():
    chart = bar_chart(
        [Bar("Belum mulai", 8, "a"), Bar("Draf", 4, "b"), Bar("Diajukan", 0, "c")], width=300, label_width=100
    )

    assert [row.width for row in chart.rows] == [168, 84, 0]
    assert all(chart.bar_x + row.width <= chart.width for row in chart.rows)
    assert chart.height == 90
    assert chart.words == "Belum mulai 8; Draf 4; Diajukan 0"


def test_one_among_a_thousand_still_shows():
    chart = bar_chart([Bar("Draf", 1000, "a"), Bar("Diajukan", 1, "b")], width=300, label_width=100)

    assert chart.rows[1].width == 2


def test_chart_of_nothing_is_drawn_empty():
    assert bar_chart([Bar("Draf", 0, "a")], width=300, label_width=100).rows[0].width == 0


def test_heat_has_four_tints_above_nothing():
    assert [heat(value, 8) for value in (0, 1, 2, 3, 8)] == [0, 1, 1, 2, 4]
    assert heat(0, 0) == 0
