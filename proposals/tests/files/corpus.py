"""Good and bad files, made on the fly: the corpus of reliability.md 3.4 F and Z."""

import functools
import io
import struct
import zipfile
import zlib

from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument."
SHEET = f"{OFFICE}spreadsheetml.sheet.main+xml"
DOCUMENT = f"{OFFICE}wordprocessingml.document.main+xml"
MACRO_SHEET = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def pdf(*, extra=b"", trailer=b"", ending=b"%%EOF\n"):
    body = (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n" + extra
    )
    return body + b"xref\n0 3\ntrailer\n<< /Size 3 /Root 1 0 R " + trailer + b">>\nstartxref\n%d\n" % len(body) + ending


def picture(kind, size=(40, 30), **options):
    out = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def png_that_claims(width, height):
    def chunk(name, data):
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    header = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def jpg_that_claims(width, height):
    content = bytearray(picture("JPEG"))
    frame = content.find(b"\xff\xc0")
    content[frame + 5 : frame + 9] = struct.pack(">2H", height, width)
    return bytes(content)


def office(main_type, parts=None, *, method=zipfile.ZIP_DEFLATED, overrides=""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        types = f'<Types><Override PartName="/main.xml" ContentType="{main_type}"/>{overrides}</Types>'
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(
            "_rels/.rels",
            '<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="main.xml"/></Relationships>',
        )
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx(parts=None, **options):
    return office(SHEET, {"xl/workbook.xml": "<workbook/>", **(parts or {})}, **options)


def docx(parts=None, **options):
    return office(DOCUMENT, {"word/document.xml": "<w:document/>", **(parts or {})}, **options)


@functools.cache
def zip_bomb(megabytes=315):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", SHEET)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(megabytes):
                sheet.write(b"\0" * 1024**2)
    return out.getvalue()


def with_declared_size(content, name, size, checksum=None):
    """Forge a member's size (and checksum) in its local header and in the central directory."""
    forged = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        local = archive.getinfo(name).header_offset
    central = forged.find(name.encode(), forged.find(b"PK\x01\x02")) - 46
    for header, crc_at, size_at in ((local, 14, 22), (central, 16, 24)):
        forged[header + size_at : header + size_at + 4] = struct.pack("<L", size)
        if checksum is not None:
            forged[header + crc_at : header + crc_at + 4] = struct.pack("<L", checksum)
    return bytes(forged)


def with_symlink(name="xl/link"):
    out = io.BytesIO(xlsx())
    member = zipfile.ZipInfo(name)
    member.external_attr = 0o120777 << 16
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(member, "/etc/passwd")
    return out.getvalue()


def with_many_members(count=100_000):
    """Repeat one entry of the directory: parsing them all is what must not happen."""
    content = xlsx()
    start = content.find(b"PK\x01\x02")
    entry = content[start : content.find(b"PK\x01\x02", start + 4)]
    counted = min(count, 65_535)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, counted, counted, len(entry) * count, start, 0)
    return content[:start] + entry * count + end


def locked_member(content, name):
    """Set the encryption flag of a member."""
    forged = bytearray(content)
    central = forged.find(name.encode(), forged.find(b"PK\x01\x02")) - 46
    forged[central + 8] |= 1
    return bytes(forged)


def encrypted_office():
    return (
        OLE
        + b"\0" * 500
        + "EncryptionInfo".encode("utf-16-le")
        + b"\0" * 40
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 500
    )


def legacy_office():
    return OLE + b"\0" * 500 + "Workbook".encode("utf-16-le") + b"\0" * 500
