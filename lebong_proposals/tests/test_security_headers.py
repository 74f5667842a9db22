"""What every answer carries, whatever it is: a page, a refusal, a crash, a redirect, a file."""

import re
import subprocess
import sys

import pytest
from django.urls import reverse

from conftest import PASSWORD
from lebong_proposals.tests.access_world import NO_STATE, World, addresses
from proposals.workflow import State

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def faults(response):
    """What is missing or wrong in the headers of one answer."""
    found = {name for name, value in ALWAYS.items() if response.headers.get(name) != value}
    policy = response.headers.get("Content-Security-Policy", "")
    if not re.search(r"default-src 'none'", policy):
        found.add("Content-Security-Policy")
    if "unsafe" in policy:
        found.add(f"policy: {policy}")
    if "geolocation=(self)" not in response.headers.get("Permissions-Policy", ""):
        found.add("Permissions-Policy")
    if not {"private", "no-cache"} <= set(re.split(r",\s*", response.headers.get("Cache-Control", ""))) and (
        "no-store" not in response.headers.get("Cache-Control", "")
    ):
        found.add("Cache-Control")
    if not re.fullmatch(r"[0-9a-f]{8}", response.headers.get("X-Request-Id", "")):
        found.add("X-Request-Id")
    if {"Server", "X-Powered-By"} & set(response.headers):
        found.add("it tells what it runs on")
    return found


@pytest.mark.parametrize("person", ["anonymous", "operator", pytest.param("approver", marks=pytest.mark.slow)])
def test_every_address_answers_with_every_header(maker, client_for, request, person):
    people = {} if person == "anonymous" else {person: client_for(request.getfixturevalue(person))}
    world = World(maker, people, [State.SUBMITTED])
    client = world.clients[person]

    wrong = {}
    for address in addresses():
        state = State.SUBMITTED if address.is_of_a_proposal else NO_STATE
        response = client.get(address.filled(world.values(address, state)))
        if found := faults(response):
            wrong[address.path, response.status_code] = found
        if response.streaming:
            list(response)

    assert wrong == {}


def test_unknown_address_is_a_page_of_the_site(client, db):
    response = client.get("/tidak/ada/")

    assert response.status_code == 404
    assert faults(response) == set()
    assert "Halaman tidak ditemukan" in response.content.decode()


@pytest.fixture
def falling(settings, client_for, operator):
    """A browser at a site with two addresses that fall over."""
    settings.ROOT_URLCONF = "lebong_proposals.tests.crashing_urls"
    browser = client_for(operator)
    browser.raise_request_exception = False
    return browser


def test_crash_tells_its_code_and_nothing_else(falling):
    response = falling.get("/jatuh/")

    html = response.content.decode()
    assert response.status_code == 500
    assert faults(response) == set()
    assert "style-src 'sha256-" in response.headers["Content-Security-Policy"]
    assert f"<strong>{response.headers['X-Request-Id']}</strong>" in html
    assert "on purpose" not in html
    assert "Traceback" not in html


@pytest.mark.django_db(transaction=True)
def test_lost_database_is_answered_with_every_header(falling):
    response = falling.get("/putus/")

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert faults(response) == set()
    assert "server closed" not in response.content.decode()


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, operator):
    operator.set_password(PASSWORD)
    operator.save()
    client.get(reverse("login"))

    client.post(reverse("login"), {"username": operator.username, "password": PASSWORD})

    assert set(client.cookies) == {"csrf", "sid"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"


ASK_OVER_HTTPS = """
import django; django.setup()
from django.test import Client
plain = Client(headers={"host": "titian.example"}).get("/masuk/")
secure = Client(headers={"host": "titian.example"}).get("/masuk/", secure=True)
print(plain.status_code, plain.headers["Location"])
print(secure.status_code, secure.headers["Strict-Transport-Security"])
for cookie in secure.cookies.values():
    print(cookie.OutputString())
"""


@pytest.mark.slow
def test_https_site_insists_on_https(surroundings):
    environment = {**surroundings, "SITE_URL": "https://titian.example", "ALLOWED_HOSTS": "titian.example", "DEMO": "1"}
    done = subprocess.run(
        [sys.executable, "-c", ASK_OVER_HTTPS], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    redirect, answer, *cookies = done.stdout.splitlines()

    assert redirect == "301 https://titian.example/masuk/"
    assert answer == "200 max-age=31536000; includeSubDomains"
    assert [cookie.partition("=")[0] for cookie in cookies] == ["__Host-csrf"]
    assert all("Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie for cookie in cookies)
    assert not any("Domain" in cookie for cookie in cookies)


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "127.0.0.1:80@evil.example", "[::1"])
def test_foreign_host_is_refused(client, db, host):
    assert client.get("/masuk/", headers={"host": host}).status_code == 400
