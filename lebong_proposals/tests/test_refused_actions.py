"""What a person may not do by typing an address or sending a form: another agency's things, a step out of turn."""

from uuid import uuid4

import pytest
from django.urls import get_resolver

from ops.testing.html_forms import forms_of
from proposals.models import AuditEntry, NoteKind, Proposal
from proposals.workflow import TRANSITIONS, Action, State

# Where each action is sent, by whom, and what its form says besides.
FORMS = {
    Action.SUBMIT: ("operator", "/usulan/{}/kirim/"),
    Action.RECALL: ("operator", "/usulan/{}/tarik/"),
    Action.START_ASSISTANCE: ("reviewer", "/asistensi/{}/ambil/"),
    Action.RETURN: ("reviewer", "/asistensi/{}/kembalikan/"),
    Action.APPROVE: ("approver", "/asistensi/{}/setujui/"),
    Action.REJECT: ("approver", "/asistensi/{}/tolak/"),
    Action.REOPEN: ("approver", "/asistensi/{}/buka-kembali/"),
    Action.RETURNED_BY_MINISTRY: ("approver", "/asistensi/{}/dikembalikan-kl/"),
}
FILLED = {
    "official": "other",
    "official_name": "Kepala Dinas (contoh)",
    "official_title": "Kepala Dinas",
    "letter_number": "600/12/DPUPR/XI/2025",
    "letter_date": "10 11 2025",
    "reason": "Alasan yang cukup panjang untuk dibaca oleh semua orang.",
    "approved_amount": "1.000.000",
}


def routes_of_a_proposal():
    """The addresses that lead to one proposal, from the resolver, so that a new one cannot be forgotten."""
    for pattern in get_resolver().url_patterns:
        for route in getattr(pattern, "url_patterns", [pattern]):
            if "number" in route.pattern.converters:
                yield str(route.pattern)


def address_of(route, number):
    for part in ("<number:number>", "<str:number>"):
        route = route.replace(part, number)
    return "/" + (
        route.replace("<slug:slug>", "rab")
        .replace("<int:version_no>", "1")
        .replace("<int:note_number>", "1")
        .replace("<int:package_id>", "1")
    )


def test_nothing_of_another_agency_exists_for_a_stranger(client_for, stranger, make_proposal):
    proposal = make_proposal(state="revision_required")
    addresses = [address_of(route, proposal.number) for route in routes_of_a_proposal()]
    addresses += [f"/lampiran/{file.pk}/" for file in proposal.attachments.all()]
    addresses += [f"/lampiran/{file.pk}/hapus/" for file in proposal.attachments.all()]
    addresses += [f"/kirim/{version.idempotency_key}/" for version in proposal.versions.all()]
    browser = client_for(stranger)
    entries = AuditEntry.objects.count()

    answers = {
        (method, address): getattr(browser, method)(address).status_code
        for address in addresses
        for method in ("get", "post")
    }

    found = {where: status for where, status in answers.items() if status not in (403, 404, 405)}
    agency_pages = {where: status for where, status in answers.items() if "/usulan/" in where[1] and status == 403}
    assert len(addresses) > 25
    assert found == {}
    assert agency_pages == {}
    assert AuditEntry.objects.count() == entries


@pytest.fixture
def browsers(client_for, operator, reviewer, approver):
    return {"operator": client_for(operator), "reviewer": client_for(reviewer), "approver": client_for(approver)}


@pytest.mark.parametrize(
    "state",
    [
        state if state == State.IN_ASSISTANCE else pytest.param(state, marks=pytest.mark.slow)
        for state in State
        if state != State.DRAFT
    ],
)
def test_a_step_out_of_turn_is_refused_with_its_reason(browsers, make_proposal, state):
    proposal = make_proposal(state=state)
    version = Proposal.objects.get().version
    # To an agency, sending what was returned is sending again.
    out_of_turn = [
        action
        for action in FORMS
        if state not in TRANSITIONS[action].sources and (action, state) != (Action.SUBMIT, State.REVISION_REQUIRED)
    ]

    for action in out_of_turn:
        who, address = FORMS[action]
        form = FILLED | {"seen_version": proposal.version, "key": str(uuid4())}
        answer = browsers[who].post(address.format(proposal.number), form)
        page = answer.content.decode()
        # What Bappeda has had before is sent again.
        label = Action.RESUBMIT.label if action is Action.SUBMIT and proposal.round_number else action.label
        assert answer.status_code == 409, (action, answer.status_code)
        assert 'data-reason="locked"' in page, action
        assert f"Usulan berstatus {state.label}; “{label}” tidak berlaku." in page, action

    assert len(out_of_turn) >= 5
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version) == (state, version)


def test_a_draft_cannot_be_judged_because_bappeda_does_not_see_it(browsers, make_proposal):
    proposal = make_proposal()

    for who, address in FORMS.values():
        if who != "operator":
            form = FILLED | {"seen_version": proposal.version}
            assert browsers[who].post(address.format(proposal.number), form).status_code == 404, address


@pytest.mark.slow
@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT])
def test_a_reviewer_cannot_decide(browsers, make_proposal, action):
    proposal = make_proposal(state="in_assistance")

    answer = browsers["reviewer"].post(
        FORMS[action][1].format(proposal.number), FILLED | {"seen_version": proposal.version}
    )

    assert answer.status_code == 403
    proposal.refresh_from_db()
    assert proposal.state == State.IN_ASSISTANCE


@pytest.mark.parametrize("action", [Action.RETURN, Action.APPROVE, Action.REJECT])
def test_a_decision_on_an_older_page_is_refused(browsers, maker, action):
    proposal = maker.make(state="in_assistance")
    if action is Action.RETURN:
        maker.note(proposal)
    who, path = FORMS[action]
    address = path.format(proposal.number)
    page = browsers[who].get(address).content.decode()
    form = next(form for form in forms_of(page) if "seen_version" in form.values)
    maker.note(proposal, "Ditulis sesudah halaman dibuka.", kind=NoteKind.SUGGESTION)

    answer = browsers[who].post(address, form.values | {"reason": FILLED["reason"]})

    assert answer.status_code == 409
    assert 'data-reason="stale"' in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == State.IN_ASSISTANCE
