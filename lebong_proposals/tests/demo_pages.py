"""The pages of every role over the demo's proposals, for tests that look at all of them."""

from __future__ import annotations

from proposals.sections import Section

# Added to the demo: {long}, a proposal in review with the longest title and the largest amounts, and a {mail};
# {prepared} is the version that the prepared decision stands on.
DRAFT, COMPLETE, SUBMITTED, IN_REVIEW, RETURNED = "2025-0006", "2025-0008", "2025-0005", "2025-0003", "2025-0004"
WITH_PAPERS = "2025-0002"
APPROVED, REJECTED, SENT, OF_SECOND_REVIEWER = "2025-0007", "2025-0018", "2025-0001", "2025-0009"
VISITOR = ""

PAGES: dict[str, tuple[str, ...]] = {
    VISITOR: ("/masuk/", "/sandi/lupa/", "/sandi/atur/x/y/", "/periksa-dokumen/x/"),
    "operator.dpupr": (
        "/beranda/",
        "/usulan/",
        "/usulan/?status=draf&cari=tidak+ada",
        "/usulan/dihapus/",
        "/usulan/prioritas/",
        "/usulan/baru/",
        "/usulan/tidak-mengajukan/",
        "/bantuan/",
        "/bantuan/contoh/",
        "/sandi/ganti/",
        "/tidak/ada/",
        "/dasbor/",
        f"/usulan/{DRAFT}/",
        *(f"/usulan/{DRAFT}/{section.slug}/" for section in Section),
        f"/usulan/{DRAFT}/rab/impor/",
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
        f"/usulan/{RETURNED}/banding/",
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
        "/asistensi/?antrean=semua&urut=-nilai&cari=irigasi&umur=lewat&kurang=tanpa-kak&asistor=saya",
        f"/asistensi/{IN_REVIEW}/tugaskan/",
        "/asistensi/pengganti/",
        f"/asistensi/massal/?usulan={IN_REVIEW}&usulan={SUBMITTED}&asistor=telaah2.bappeda",
        f"/asistensi/{SUBMITTED}/",
        f"/asistensi/{IN_REVIEW}/",
        f"/asistensi/{IN_REVIEW}/kembalikan/",
        f"/asistensi/{IN_REVIEW}/daftar-periksa/",
        f"/asistensi/{IN_REVIEW}/siapkan/",
        f"/asistensi/{IN_REVIEW}/siapkan/?keputusan=tolak",
        f"/asistensi/{SENT}/daftar-periksa/",
        f"/asistensi/{RETURNED}/",
        f"/asistensi/{SENT}/",
        f"/asistensi/{IN_REVIEW}/catatan/1/",
        "/asistensi/{long}/",
        "/asistensi/{long}/kembalikan/",
        f"/usulan/{APPROVED}/",
        f"/usulan/{SENT}/banding/?tampil=semua",
        f"/usulan/{IN_REVIEW}/banding/",
        f"/usulan/{WITH_PAPERS}/berita-acara/",
        f"/usulan/{WITH_PAPERS}/berita-acara/1/",
        f"/usulan/{WITH_PAPERS}/berita-acara/2/",
        f"/usulan/{WITH_PAPERS}/lembar-asistensi/1/",
        f"/usulan/{WITH_PAPERS}/lembar-asistensi/1/kunci/",
        "/paket/",
        "/paket/baru/",
        "/paket/3/",
        "/dasbor/opd/dpupr/",
    ),
    "telaah2.bappeda": (
        f"/asistensi/{OF_SECOND_REVIEWER}/",
        f"/asistensi/{OF_SECOND_REVIEWER}/daftar-periksa/",
        f"/asistensi/{OF_SECOND_REVIEWER}/siapkan/",
    ),
    "kepala.bappeda": (
        "/asistensi/",
        "/asistensi/keputusan/",
        f"/asistensi/keputusan/sahkan/?pilih={OF_SECOND_REVIEWER}:{{prepared}}",
        f"/asistensi/{OF_SECOND_REVIEWER}/setujui/",
        "/asistensi/{long}/setujui/",
        f"/asistensi/{IN_REVIEW}/tolak/",
        f"/asistensi/{APPROVED}/buka-kembali/",
        "/paket/3/kirim/",
    ),
    "admin": (
        *("/dasbor/", f"/asistensi/{SENT}/dikembalikan-kl/", "/paket/1/", "/kotak-surat/", "/kotak-surat/{mail}/"),
        *("/kelola/referensi/kalimat-baku/", "/kelola/referensi/kalimat-baku/baru/"),
        *("/kelola/referensi/harga-satuan/", "/kelola/referensi/harga-satuan/unggah/"),
    ),
    "bupati": ("/dasbor/", "/dasbor/opd/bpbd/", "/usulan/", f"/usulan/{SENT}/"),
}
# What is refused is a page like any other.
REFUSED = {
    (VISITOR, "/sandi/atur/x/y/"): 404,
    (VISITOR, "/periksa-dokumen/x/"): 404,
    ("telaah1.bappeda", f"/usulan/{WITH_PAPERS}/lembar-asistensi/1/kunci/"): 409,
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
