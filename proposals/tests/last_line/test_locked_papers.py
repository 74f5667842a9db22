"""A locked paper is what was printed: the database refuses to change or delete it, whoever asks."""

from proposals.models import AssistancePaper
from proposals.tests.last_line.world import refused

LOCKED_PAPER = "LB004"


def paper(session, reviewer, **values):
    moment = session.started_at
    row = {"created_by": reviewer, "created_at": moment, "updated_at": moment}
    return AssistancePaper.objects.create(session=session, kind="sheet", number="LA-1", **row, **values)


def locked(session, reviewer):
    values = {"locked_by": reviewer, "content": {"a": 1}, "content_sha256": "0" * 64, "check_code": "kode"}
    return paper(session, reviewer, locked_at=session.started_at, **values)


def test_a_draft_may_change_and_go(make_proposal, reviewer):
    draft = paper(make_proposal(state="in_assistance").assistance_sessions.get(), reviewer)
    draft.place = "Tubei"
    draft.save()

    draft.delete()

    assert not AssistancePaper.objects.exists()


def test_a_locked_paper_keeps_its_words(make_proposal, reviewer):
    row = AssistancePaper.objects.filter(
        pk=locked(make_proposal(state="in_assistance").assistance_sessions.get(), reviewer).pk
    )

    for change in ({"content": {"a": 2}}, {"content_sha256": "1" * 64}, {"check_code": "lain"}, {"number": "LA-2"}):
        with refused(sqlstate=LOCKED_PAPER):
            row.update(**change)
    with refused(sqlstate=LOCKED_PAPER):
        row.update(locked_at=None, content=None, content_sha256="", check_code=None)
    with refused(sqlstate=LOCKED_PAPER):
        row.delete()


def test_the_signed_scan_may_join_it(make_proposal, reviewer):
    sheet = locked(make_proposal(state="in_assistance").assistance_sessions.get(), reviewer)
    sheet.signed_filename = "lembar.pdf"

    sheet.save(update_fields=["signed_filename"])

    assert AssistancePaper.objects.get().signed_filename == "lembar.pdf"
