"""A photo as a phone takes it, in a real browser: smaller before it is sent, and without its place unless asked for."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from proposals.files.inspect import MAX_BYTES
from proposals.files.storage import stored_path
from proposals.models import AttachmentSlot

PATIENCE = 30_000  # milliseconds for one photo on a busy machine
MB = 1024 * 1024
ORIENTATION, GPS = 0x0112, 0x8825
TURNED = 6  # the phone was held upright: what is stored lies on its side
PLACE = {1: "S", 2: (3.0, 9.0, 30.0), 3: "E", 4: (102.0, 12.0, 15.0)}


def picture(width, height):
    """A grey picture with as much detail as a photo; its upper half is darker."""
    noise = Image.effect_noise((width, height), 70).convert("RGB")
    noise.paste(Image.new("RGB", (width, height // 2), "black"), (0, 0), Image.new("L", (width, height // 2), 150))
    return noise


def photo(width=4000, height=3000, quality=50):
    made, place = BytesIO(), Image.Exif()
    place[ORIENTATION] = TURNED
    place[GPS] = PLACE
    picture(width, height).save(made, "JPEG", quality=quality, exif=place)
    return made.getvalue()


@pytest.fixture
def slot(db):
    return AttachmentSlot.objects.get(code="site_photos")


@pytest.fixture
def send(opened, draft, slot):
    """``send(content, name)``: put it into the slot of photos; gives the row and the stored picture."""

    def upload(content, name="IMG_0001.JPG", mime="image/jpeg", keep_place=False, script=""):
        page = opened()
        page.evaluate(script)
        if keep_place:
            page.get_by_label("Simpan lokasi foto").check()
        file = {"name": name, "mimeType": mime, "buffer": content}
        page.locator(f"#berkas-{slot.pk}").set_input_files(file)
        expect(page.locator(f"#id_slot-{slot.pk}")).to_contain_text("Terunggah", timeout=PATIENCE)
        stored = draft.attachments.current().get()
        return stored, stored_path(stored.sha256).read_bytes()

    return upload


def opened_as(content):
    image = Image.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.slow
def test_a_large_photo_is_made_smaller_and_tells_nobody_where_it_was_taken(send, draft, desk):
    large = photo()
    assert 3 * MB < len(large) < 5 * MB

    stored, content = send(large)

    image = opened_as(content)
    assert (image.format, image.size) == ("JPEG", (1500, 2000)), "upright, as it was seen"
    assert len(content) == stored.size < len(large) / 2
    assert dict(image.getexif()) == {}
    assert (stored.filename, stored.content_type) == ("IMG_0001.JPG", "image/jpeg")
    left, right = image.convert("L").resize((2, 1)).tobytes()
    assert right < left, "the top of what the camera stored is the right side of what was seen"
    history = desk.get(f"/usulan/{draft.number}/riwayat/").text
    assert "IMG_0001.JPG" in history
    given = desk.get(f"/lampiran/{stored.pk}/")
    assert b"".join(given.streaming_content) == content


@pytest.mark.slow
def test_who_ticks_the_box_keeps_the_place_of_the_smaller_photo(send):
    _, content = send(photo(), keep_place=True)

    image = opened_as(content)
    exif = image.getexif()
    assert image.size == (1500, 2000)
    assert exif[ORIENTATION] == 1, "the picture has been turned already"
    assert {key: exif.get_ifd(GPS)[key] for key in PLACE} == PLACE


@pytest.mark.slow
def test_small_photos_and_what_is_no_photo_go_as_they_are(send):
    small = photo(1200, 900)
    assert len(small) < 2 * MB

    assert send(small)[1] == small


@pytest.mark.slow
def test_a_large_png_becomes_a_photo_and_what_cannot_be_decoded_goes_as_it_is(send, draft, slot, opened):
    made = BytesIO()
    picture(1500, 1200).save(made, "PNG")
    assert len(made.getvalue()) > 2 * MB

    stored, content = send(made.getvalue(), "denah.png", "image/png")

    assert (stored.filename, opened_as(content).size) == ("denah.jpg", (1500, 1200))
    broken = b"\xff\xd8\xff" + b"x" * 3 * MB
    page = opened()
    page.locator(f"#berkas-{slot.pk}").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": broken})
    expect(page.locator(f"#id_slot-{slot.pk} .field-message")).to_contain_text("Berkas a.jpg rusak atau terpotong.")


@pytest.mark.slow
def test_a_photo_that_is_larger_than_any_file_may_be_is_taken_when_it_becomes_small_enough(send):
    stored, content = send(photo() + bytes(MAX_BYTES))

    assert opened_as(content).size == (1500, 2000)
    assert stored.size < 2 * MB


@pytest.mark.slow
def test_a_phone_without_memory_for_the_picture_sends_the_photo_as_it_is(send):
    large = photo()

    _, content = send(large, script="() => { HTMLCanvasElement.prototype.toBlob = (done) => done(null); }")

    assert content == large


@pytest.mark.slow
def test_without_javascript_nothing_is_promised_and_the_photo_goes_as_it_is(opened, draft, slot):
    page = opened(java_script_enabled=False)
    expect(page.get_by_label("Simpan lokasi foto")).not_to_be_visible()
    expect(page.get_by_text("diperkecil otomatis")).not_to_be_visible()
    large = photo()

    page.locator(f"#berkas-{slot.pk}").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": large})
    page.get_by_role("button", name=f"Unggah berkas {slot.label}").click()

    expect(page.locator(f"#id_slot-{slot.pk}")).to_contain_text("Terunggah")
    assert draft.attachments.get().size == len(large)
