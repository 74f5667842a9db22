"""The demonstration's mailbox: what arrived, open to everybody, inert."""

import mailbox
from email.message import EmailMessage

import pytest
from django.test import Client
from django.urls import reverse

HTML = '<!doctype html><html><head><title>x</title></head><body style="margin:0"><a href="/x">Buka</a></body></html>'


@pytest.fixture(autouse=True)
def maildir(settings, tmp_path):
    settings.MAILDIR = tmp_path / "maildir"


@pytest.fixture
def deliver(settings):
    box = mailbox.Maildir(settings.MAILDIR)

    def add(recipient: str, subject: str, date: str = "Mon, 10 Nov 2025 01:00:00 +0000") -> str:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"], message["Date"] = "Titian", recipient, subject, date
        message.set_content("Isi teks")
        message.add_alternative(HTML, subtype="html")
        return box.add(message)

    return add


@pytest.mark.django_db
def test_mails_are_listed_newest_first_to_anybody(deliver, client):
    deliver("operator.dinkes@lebong.example", "[Titian] Pertama")
    deliver("kepala.dinkes@lebong.example", "[Titian] Kedua — penting")

    page = client.get(reverse("demo-inbox")).content.decode()

    assert page.index("[Titian] Kedua — penting") < page.index("[Titian] Pertama")
    assert "10 Nov 2025, 08.00 WIB" in page


@pytest.mark.django_db
def test_mails_of_one_recipient_can_be_chosen(deliver, client):
    deliver("operator.dinkes@lebong.example", "[Titian] Untuk operator")
    deliver("kepala.dinkes@lebong.example", "[Titian] Untuk kepala")

    page = client.get(reverse("demo-inbox"), {"kepada": "kepala.dinkes@lebong.example"}).content.decode()

    assert "[Titian] Untuk kepala" in page
    assert "[Titian] Untuk operator" not in page


@pytest.mark.django_db
def test_the_list_has_pages(deliver, client):
    for number in range(30):
        deliver("operator.dinkes@lebong.example", f"[Titian] Nomor {number:02}")

    page = client.get(reverse("demo-inbox"), {"page": "2"}).content.decode()

    assert [f"Nomor {number:02}" in page for number in (4, 5)] == [True, False]
    assert "Halaman 2 dari 2" in page


@pytest.mark.django_db
def test_a_mail_shows_its_text_and_frames_its_html(deliver, client):
    key = deliver("operator.dinkes@lebong.example", "[Titian] <b>Satu</b>")

    page = client.get(reverse("demo-inbox-mail", args=[key])).content.decode()

    assert "[Titian] &lt;b&gt;Satu&lt;/b&gt;" in page
    assert "Isi teks" in page
    assert f'src="{reverse("demo-inbox-frame", args=[key])}"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page


@pytest.mark.django_db
def test_the_frame_may_load_and_run_nothing(deliver, client):
    key = deliver("operator.dinkes@lebong.example", "[Titian] Satu")

    response = client.get(reverse("demo-inbox-frame", args=[key]))

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "sandbox allow-popups" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert b'<base target="_blank">' in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("route", ["demo-inbox-mail", "demo-inbox-frame"])
def test_a_key_that_is_no_mail_is_not_found(deliver, client, route):
    deliver("operator.dinkes@lebong.example", "[Titian] Satu")

    assert client.get(reverse(route, args=["..%2f..%2fsettings.env"])).status_code == 404
    assert client.get(reverse(route, args=["1763.tidak.ada"])).status_code == 404


@pytest.mark.django_db
def test_an_empty_mailbox_says_so(client: Client):
    assert "Belum ada surel." in client.get(reverse("demo-inbox")).content.decode()
