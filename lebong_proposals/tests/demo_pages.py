"""The pages of every role over the demo's proposals, for tests that look at all of them."""

from __future__ import annotations

from proposals.sections import Section

# Added to the demo: {long}, a proposal in review with the longest title and the largest amounts, and a {mail}.
DRAFT, COMPLETE, SUBMITTED, IN_REVIEW, RETURNED = "2025-0006", "2025-0008", "2025-0005", "2025-0003", "2025-0004"
APPROVED, REJECTED, SENT, OF_SECOND_REVIEWER = "2025-0007", "2025-0018", "2025-0001", "2025-0009"
VISITOR = ""

PAGES: dict[str, tuple[str, ...]] = {
    VISITOR: ("/masuk/", "/sandi/lupa/", "/sandi/atur/x/y/"),
    "operator.dpupr": (
        "/beranda/",
        "/usulan/",
        "/usulan/?status=draf&cari=tidak+ada",
        "/usulan/baru/",
        "/usulan/tidak-mengajukan/",
        "/bantuan/",
        "/sandi/ganti/",
        "/tidak/ada/",
        "/dasbor/",
        f"/usulan/{DRAFT}/",
        *(f"/usulan/{DRAFT}/{section.slug}/" for section in Section),
        f"/usulan/{DRAFT}/periksa/",
        f"/usulan/{DRAFT}/hapus/",
        f"/usulan/{DRAFT}/riwayat/",
        f"/usulan/{IN_REVIEW}/",
        f"/usulan/{IN_REVIEW}/tanda-terima/",
        f"/usulan/{IN_REVIEW}/periksa/",
        f"/usulan/{REJECTED}/",
        f"/usulan/{SENT}/",
        f"/usulan/{SENT}/riwayat/",
        "/usulan/{long}/",
        "/usulan/{long}/riwayat/",
    ),
    "operator.disdikbud": ("/beranda/", f"/usulan/{COMPLETE}/", f"/usulan/{COMPLETE}/periksa/"),
    "operator.bpbd": (
        "/beranda/",
        f"/usulan/{RETURNED}/",
        f"/usulan/{RETURNED}/perbaikan/",
        f"/usulan/{RETURNED}/rab/",
        f"/usulan/{SUBMITTED}/",
        f"/usulan/{SUBMITTED}/tanda-terima/",
        f"/usulan/{SUBMITTED}/tarik/",
    ),
    "operator.dinsos": ("/beranda/", "/usulan/"),
    "operator.disnakertrans": ("/beranda/", "/usulan/tidak-mengajukan/"),
    "kepala.bpbd": ("/beranda/", "/usulan/baru/", "/usulan/tidak-mengajukan/"),
    "telaah1.bappeda": (
        "/asistensi/",
        "/asistensi/?antrean=belum",
        "/asistensi/?antrean=semua",
        "/asistensi/?antrean=selesai&cari=jalan",
        f"/asistensi/{SUBMITTED}/",
        f"/asistensi/{IN_REVIEW}/",
        f"/asistensi/{IN_REVIEW}/kembalikan/",
        f"/asistensi/{RETURNED}/",
        f"/asistensi/{SENT}/",
        "/asistensi/{long}/",
        "/asistensi/{long}/kembalikan/",
        f"/usulan/{APPROVED}/",
        "/paket/",
        "/paket/baru/",
        "/paket/3/",
        "/dasbor/opd/dpupr/",
    ),
    "kepala.bappeda": (
        "/asistensi/{long}/setujui/",
        f"/asistensi/{IN_REVIEW}/tolak/",
        f"/asistensi/{APPROVED}/buka-kembali/",
        "/paket/3/kirim/",
    ),
    "admin": ("/dasbor/", f"/asistensi/{SENT}/dikembalikan-kl/", "/paket/1/", "/kotak-surat/", "/kotak-surat/{mail}/"),
    "bupati": ("/dasbor/", "/dasbor/opd/bpbd/", "/usulan/", f"/usulan/{SENT}/"),
}
# What is refused is a page like any other.
REFUSED = {
    (VISITOR, "/sandi/atur/x/y/"): 404,
    ("operator.dpupr", "/tidak/ada/"): 404,
    ("operator.dpupr", "/dasbor/"): 403,
    ("operator.dpupr", f"/usulan/{IN_REVIEW}/periksa/"): 409,
}
# Looked at more closely, and never heavier than a weak line carries.
MAIN: dict[str, tuple[str, ...]] = {
    VISITOR: ("/masuk/",),
    "operator.dpupr": ("/beranda/", f"/usulan/{DRAFT}/", f"/usulan/{DRAFT}/rab/"),
    "operator.disdikbud": (f"/usulan/{COMPLETE}/periksa/",),
    "telaah1.bappeda": ("/asistensi/?antrean=semua", f"/asistensi/{IN_REVIEW}/"),
    "bupati": ("/dasbor/",),
}
