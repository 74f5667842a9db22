"""Kalimat baku: an admin keeps them, the approver reads them, and every change is on the record."""

import pytest

from proposals.models import AuditEntry, StockPhrase
from proposals.services import phrases
from proposals.services.phrases import PhraseRefused

pytestmark = pytest.mark.django_db

LIST = "/kelola/referensi/kalimat-baku/"


@pytest.fixture
def phrase(db):
    return StockPhrase.objects.filter(section="budget").first()


def of_budget():
    return list(StockPhrase.objects.filter(section="budget").values_list("text", flat=True))


def changes():
    return [entry.facts["what"] for entry in AuditEntry.objects.filter(verb="reference_changed")]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("operator", 403), ("stranger", 403), ("reviewer", 403), ("leader", 403)),
        *(("approver", 200), ("admin", 200)),
    ],
)
def test_list_is_for_admins_and_the_approver(client_for, who, status, request):
    assert client_for(request.getfixturevalue(who)).get(LIST).status_code == status


def test_list_has_every_phrase_and_buttons_only_for_the_admin(client_for, admin, approver, phrase):
    of_admin, of_approver = (client_for(user).get(LIST).content.decode() for user in (admin, approver))

    assert phrase.text in of_admin
    assert phrase.text in of_approver
    assert "Jangan pakai lagi" in of_admin
    assert "Jangan pakai lagi" not in of_approver
    assert "Tambah kalimat baku" not in of_approver


def test_list_without_phrases_leads_to_the_first(client_for, admin):
    StockPhrase.objects.all().delete()

    text = client_for(admin).get(LIST).content.decode()

    assert "Belum ada kalimat baku." in text
    assert f'href="{LIST}baru/"' in text


def test_list_takes_the_same_queries_for_many_phrases(client_for, admin, django_assert_max_num_queries):
    StockPhrase.objects.bulk_create(StockPhrase(section="", text=f"Kalimat {number}.") for number in range(100))
    client = client_for(admin)

    with django_assert_max_num_queries(10):
        client.get(LIST)


def test_added_phrase_stands_last_in_its_section(client_for, admin):
    answer = client_for(admin).post(f"{LIST}baru/", {"section": "budget", "text": "Lampirkan survei harga."})

    assert answer.status_code == 303
    assert of_budget()[-1] == "Lampirkan survei harga."
    entry = AuditEntry.objects.get(verb="reference_changed")
    assert (entry.actor_name, entry.chain) == (admin.name, "system")
    assert entry.facts["row"] == "Lampirkan survei harga."


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"section": "", "text": "  "}, "Isi kalimat."),
        ({"section": "", "text": "x" * 501}, "paling banyak 500"),
        ({"section": "tidak-ada", "text": "Baik."}, ""),
    ],
)
def test_phrase_that_cannot_be_kept_is_refused_with_its_words(client_for, admin, values, sentence):
    answer = client_for(admin).post(f"{LIST}baru/", values)

    assert answer.status_code == 422
    assert sentence.lower() in answer.content.decode().lower()
    assert changes() == []


def test_same_words_twice_are_refused(client_for, admin, phrase):
    answer = client_for(admin).post(f"{LIST}baru/", {"section": "", "text": phrase.text})

    assert answer.status_code == 422
    assert "Kalimat ini sudah ada." in answer.content.decode()


def test_changed_phrase_keeps_its_place(client_for, admin, phrase):
    values = {"section": "budget", "text": "Harga terlalu tinggi.", "seen_text": phrase.text}

    assert client_for(admin).post(f"{LIST}{phrase.pk}/", values).status_code == 303

    assert of_budget()[0] == "Harga terlalu tinggi."
    facts = AuditEntry.objects.get(verb="reference_changed").facts
    assert facts["changes"] == {"text": [phrase.text, "Harga terlalu tinggi."]}


def test_change_of_a_phrase_that_changed_meanwhile_is_refused_and_the_words_come_back(client_for, admin, phrase):
    client = client_for(admin)
    values = {"section": "budget", "text": "Harga terlalu tinggi.", "seen_text": phrase.text}
    client.post(f"{LIST}{phrase.pk}/", values)

    answer = client.post(f"{LIST}{phrase.pk}/", values | {"text": "Kata yang tidak boleh hilang."})

    assert answer.status_code == 409
    assert "Kata yang tidak boleh hilang." in answer.content.decode()
    assert of_budget()[0] == "Harga terlalu tinggi."


def test_saving_the_same_again_leaves_no_entry(client_for, admin, phrase):
    client_for(admin).post(f"{LIST}{phrase.pk}/", {"section": "budget", "text": phrase.text, "seen_text": phrase.text})

    assert changes() == []


def test_phrase_moves_among_those_of_its_section_and_stays_at_the_end(client_for, admin):
    client, before = client_for(admin), of_budget()
    first = StockPhrase.objects.filter(section="budget").first()

    client.post(f"{LIST}{first.pk}/pindah/", {"down": "1"})
    assert of_budget() == [before[1], before[0], *before[2:]]

    client.post(f"{LIST}{first.pk}/pindah/", {"up": "1"})
    client.post(f"{LIST}{first.pk}/pindah/", {"up": "1"})
    assert of_budget() == before
    assert changes() == ["moved_down", "moved_up"]


def test_phrase_out_of_use_can_be_used_again(client_for, admin, phrase):
    client = client_for(admin)

    client.post(f"{LIST}{phrase.pk}/pakai/", {"inactive": "1"})
    client.post(f"{LIST}{phrase.pk}/pakai/", {"inactive": "1"})
    phrase.refresh_from_db()
    assert phrase.is_active is False

    client.post(f"{LIST}{phrase.pk}/pakai/", {"active": "1"})
    phrase.refresh_from_db()
    assert phrase.is_active is True
    assert changes() == ["taken_out_of_use", "taken_into_use"]


@pytest.mark.parametrize("who", ["approver", "reviewer", "operator", "leader"])
def test_nobody_else_changes_a_phrase(who, phrase, request):
    user = request.getfixturevalue(who)
    acts = (
        lambda: phrases.add(actor=user, section="", text="Baru."),
        lambda: phrases.change(phrase.pk, actor=user, seen_text=phrase.text, section="", text="Baru."),
        lambda: phrases.move(phrase.pk, actor=user, up=False),
        lambda: phrases.set_use(phrase.pk, actor=user, is_active=False),
    )

    for act in acts:
        with pytest.raises(PhraseRefused):
            act()
    assert changes() == []


def test_phrase_that_does_not_exist_is_not_found(client_for, admin):
    client = client_for(admin)

    assert client.get(f"{LIST}999999/").status_code == 404
    assert client.post(f"{LIST}999999/pindah/").status_code == 404
