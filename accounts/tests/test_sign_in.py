"""Signing in: two names, one message, and a throttle that cannot be turned against anybody else."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from proposals.models import AuditEntry

PASSWORD = "gladi-titian-2025"
NO_MATCH = "Surel atau kata sandi tidak cocok. Periksa lagi, atau atur ulang kata sandi."


@pytest.fixture
def person(operator) -> User:
    operator.set_password(PASSWORD)
    operator.save()
    return operator


def sign_in(client: Client, username: str, password: str = PASSWORD, **extra):
    return client.post(reverse("login"), {"username": username, "password": password}, **extra)


@pytest.mark.parametrize("name", ["operator.uji", "OPERATOR.UJI", " operator.uji ", "operator.uji@lebong.example"])
def test_person_signs_in_with_either_name(client, person, name):
    response = sign_in(client, name)

    assert response.status_code == 302
    assert response["Location"] == reverse("home")
    assert AuditEntry.objects.get(verb="signed_in").actor == person


@pytest.mark.parametrize("name", ["operator.uji", "nobody", "x" * 300, "a\x00b", "' OR 1=1--"])
def test_wrong_password_and_unknown_name_get_the_same_sentence(client, person, name):
    response = sign_in(client, name, "salah-sekali-2025")

    assert response.status_code == 422
    assert NO_MATCH in response.content.decode()


def test_disabled_person_does_not_get_in(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert sign_in(client, "operator.uji").status_code == 422


def test_empty_form_says_what_to_fill(client, db):
    page = client.post(reverse("login"), {}).content.decode()

    assert "Isi surel (email) dinas atau nama pengguna." in page
    assert "Isi kata sandi." in page
    assert "<title>Galat: Masuk" in page


def test_ten_failures_stop_that_name_from_that_address_only(client, person):
    for _ in range(10):
        last = sign_in(client, "operator.uji", "salah-sekali-2025")
    held = sign_in(client, "operator.uji")
    elsewhere = sign_in(Client(), "operator.uji", REMOTE_ADDR="10.0.0.9")

    assert last.status_code == held.status_code == 429
    assert "Tunggu 15 menit" in held.content.decode()
    assert elsewhere.status_code == 302


def test_forwarded_address_does_not_reset_the_count(client, person):
    for number in range(11):
        last = sign_in(client, "operator.uji", "salah-sekali-2025", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")

    assert last.status_code == 429


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.test",
        "https:evil.test",
        "/\\evil.test",
        "https://evil.test/",
        "javascript:alert(1)",
        "/a%0d%0aX: y\r\nb",
        "http://testserver/bantuan/",
        "beranda",
        "logout",
        "a/b",
        "?x",
        "#isi",
        ":::",
        "é",
    ],
)
def test_wish_to_go_elsewhere_leads_home(client, person, wanted):
    response = client.post(reverse("login"), {"username": "operator.uji", "password": PASSWORD, "next": wanted})

    assert response["Location"] == reverse("home")


def test_wish_of_somebody_who_is_signed_in_already_is_no_crash(client, person):
    client.post(reverse("login"), {"username": "operator.uji", "password": PASSWORD})

    assert client.get(f"{reverse('login')}?next=beranda")["Location"] == reverse("home")


def test_wish_within_the_site_is_followed(client, person):
    response = client.post(f"{reverse('login')}?next=/bantuan/", {"username": "operator.uji", "password": PASSWORD})

    assert response["Location"] == "/bantuan/"


def test_session_is_new_after_signing_in(client, person):
    client.get(reverse("login"))
    client.session["planted"] = True
    client.session.save()
    before = client.session.session_key

    sign_in(client, "operator.uji")

    assert client.session.session_key != before


def test_signing_out_needs_a_post_and_clears_what_the_browser_kept(client_for, operator):
    client = client_for(operator)

    assert client.get(reverse("logout")).status_code == 405
    response = client.post(reverse("logout"))

    assert response["Clear-Site-Data"] == '"storage"'
    assert client.get(reverse("home")).status_code == 302


def test_sign_in_page_asks_two_questions_of_the_database(client, db, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get(reverse("login"))
