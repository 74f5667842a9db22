"""Passwords: chosen by their owner, set once by a link, changed with the present one."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User

OLD, NEW = "gladi-titian-2025", "rumput hijau di tepi danau"


@pytest.fixture
def person(operator) -> User:
    operator.set_password(OLD)
    operator.save()
    return operator


@pytest.fixture
def link(person) -> str:
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    return reverse("password-set", args=[uid, default_token_generator.make_token(person)])


def test_link_sets_the_password_once(client, person, link):
    assert client.post(link, {"new_password": NEW}).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)

    assert client.post(link, {"new_password": OLD}).status_code == 404


@pytest.mark.parametrize("broken", ["/sandi/atur/xx/yy/", "/sandi/atur/MQ/abc-def/", "/sandi/atur/-/-/"])
def test_broken_link_says_so(client, db, broken):
    response = client.get(broken)

    assert response.status_code == 404
    assert "Tautan ini tidak berlaku lagi" in response.content.decode()


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("pendek", "Kata sandi paling sedikit 12 karakter. Sekarang 6 karakter."),
        ("operator.uji1", "Kata sandi ini mudah ditebak."),
        ("lebong202520252025", "Kata sandi ini mudah ditebak."),
        ("", "Isi kata sandi baru."),
        ("x" * 201, "Kata sandi baru paling banyak 200 karakter."),
        ("a\x00bcdefghijklmnop", "Ada karakter yang tidak diizinkan."),
    ],
)
def test_weak_password_is_refused_with_a_sentence(client, link, password, sentence):
    response = client.post(link, {"new_password": password})

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_change_needs_the_present_password_and_ends_other_sessions(client_for, person):
    here, elsewhere = client_for(person), client_for(person)
    url = reverse("password-change")

    assert here.post(url, {"current_password": "salah-sekali", "new_password": NEW}).status_code == 422
    assert here.post(url, {"current_password": OLD, "new_password": NEW}).status_code == 302

    assert here.get(url).status_code == 200
    assert elsewhere.get(url).status_code == 302


def test_first_password_is_changed_before_anything_else(client_for, person):
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    client = client_for(person)

    response = client.get(reverse("help"))

    assert response["Location"] == reverse("password-change")
    assert "Buat kata sandi Anda" in client.get(reverse("password-change")).content.decode()


def test_known_and_unknown_address_get_the_same_answer(person):
    answers = [
        Client().post(reverse("password-forgot"), {"email": email})
        for email in ("operator.uji@lebong.example", "nobody@lebong.example")
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert all("Bila alamat itu terdaftar" in answer.content.decode() for answer in answers)
