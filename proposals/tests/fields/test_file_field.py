"""The file field takes one file, says what it is and refuses in the file's own name."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from proposals.files.kinds import Kind
from proposals.forms.fields import AttachmentField
from proposals.tests.files import corpus


class UploadForm(forms.Form):
    file = AttachmentField(label="Surat usulan")


def refusal(file, **options):
    with pytest.raises(forms.ValidationError) as refused:
        AttachmentField(label="Berkas", **options).clean(file)
    return refused.value.messages


def test_file_field_tells_what_the_file_is_whatever_the_sender_says():
    file = AttachmentField().clean(SimpleUploadedFile("surat.pdf", corpus.pdf(), "text/html"))

    assert file.inspection.kind == Kind.PDF
    assert file.inspection.content_type == "application/pdf"
    assert b"".join(file.chunks()) == corpus.pdf()


def test_file_on_disk_is_judged_where_it_lies():
    upload = TemporaryUploadedFile("rab.xlsx", "application/pdf", 0, None)
    upload.write(corpus.xlsx())
    upload.size = len(corpus.xlsx())

    assert AttachmentField().clean(upload).inspection.kind == Kind.XLSX


def test_file_field_works_in_a_form():
    form = UploadForm({}, {"file": SimpleUploadedFile("foto.jpg", corpus.picture("JPEG"))})

    assert form.is_valid()
    assert form.cleaned_data["file"].inspection.kind == Kind.JPG
    assert UploadForm({}, {}).errors == {"file": ["Pilih berkas yang akan diunggah."]}


def test_missing_file_is_asked_for():
    assert refusal(None) == ["Pilih berkas yang akan diunggah."]
    assert refusal("bukan berkas") == ["Pilih berkas yang akan diunggah."]


def test_empty_file_is_refused_by_name():
    assert refusal(SimpleUploadedFile("kosong.pdf", b"")) == ["Berkas kosong.pdf kosong. Pilih berkas lain."]


def test_file_over_the_limit_is_refused_with_both_sizes(settings):
    settings.ATTACHMENT_MAX_BYTES = 100 * 1024

    assert refusal(SimpleUploadedFile("peta.pdf", corpus.pdf(extra=b"%" * 300 * 1024))) == [
        "Berkas peta.pdf berukuran 0,3 MB. Batasnya 0,1 MB."
    ]


def test_file_of_another_kind_is_refused():
    assert refusal(SimpleUploadedFile("program.pdf", b"MZ" * 900)) == [
        "Berkas program.pdf bukan PDF. Unggah PDF, JPG, PNG, XLSX, atau DOCX."
    ]


def test_file_box_offers_only_the_allowed_kinds():
    assert AttachmentField().widget.attrs["accept"] == ".pdf,.jpg,.jpeg,.png,.xlsx,.docx"
