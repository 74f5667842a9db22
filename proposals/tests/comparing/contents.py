"""Contents as ``snapshot`` makes them, small enough to read in a test."""

from hypothesis import HealthCheck, settings

from proposals.sections import Section

# That the machine is busy with something else is no fault of an example.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def content(**sections):
    """An empty content with some sections filled in."""
    empty = {section.value: {"rows": []} for section in Section} | {"number": "2025-0001"}
    empty["budget"]["total"] = sum(row["amount"] for row in sections.get("budget", {}).get("rows", ()))
    return empty | {name: empty[name] | part for name, part in sections.items()}


def cost(uuid, amount=0, description="Pasangan batu", **cells):
    row = {"uuid": uuid, "kind": "item", "description": description, "quantity": "1", "unit": "m3"}
    return row | {"unit_price": amount, "rate": "", "amount": amount} | cells


def budget(*rows):
    return content(budget={"rows": list(rows)})


def place(village="Amen", district="Amen", place_name="", latitude="", longitude=""):
    row = {"kind": "Desa", "village": village, "district": district, "place_name": place_name}
    return row | {"latitude": latitude, "longitude": longitude}


def indicator(name, target="620", kind="output"):
    row = {"kind": kind, "name": name, "unit": "m", "baseline": "0", "target": target, "source": "DPUPR"}
    return row | {"kind_label": "Keluaran"}


def requirement(code, status="available", order=1):
    row = {"code": code, "label": code.title(), "order": order, "is_mandatory": True, "status": status}
    return row | {"status_label": status, "expected_on": "", "reason": ""}


def file(uuid, slot="tor", filename="kak.pdf", version_no=1):
    row = {"uuid": uuid, "filename": filename, "size": 10, "sha256": "0" * 64, "version_no": version_no}
    return row | {"slot": slot, "label": slot.upper() or "Lampiran lain"}
