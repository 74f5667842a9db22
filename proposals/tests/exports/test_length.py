"""The estimated number of pages against the number that the typesetter really fills."""

import copy
import io

import pytest
from pypdf import PdfReader

from proposals.exports.length import estimated_pages
from proposals.exports.papers import proposal_paper
from proposals.models import Proposal
from proposals.snapshot import take, with_content

TEXTS = ("problem_statement", "legal_basis", "objectives", "consequences", "implementation")
SENTENCE = "Saluran primer runtuh setelah hujan lebat dan sawah tidak lagi terairi. "


def as_it_is(content):
    return content


def with_long_texts(content):
    for field in TEXTS:
        content["background"][field] = SENTENCE * 40
    return content


def with_many_rows(content):
    content["budget"]["rows"] = content["budget"]["rows"][:1] * 200
    return content


@pytest.mark.parametrize("changed", [as_it_is, with_long_texts, with_many_rows])
def test_the_estimate_is_off_by_a_page_at_most(changed, make_proposal):
    proposal = with_content(Proposal.objects.filter(pk=make_proposal().pk)).get()
    content = changed(copy.deepcopy(take(proposal)))

    paper = proposal_paper(proposal, content, None)

    real = len(PdfReader(io.BytesIO(paper.content)).pages)
    assert abs(estimated_pages(content) - real) <= 1


def test_check_page_says_it(make_proposal, client_for, operator):
    proposal = make_proposal()

    page = client_for(operator).get(f"/usulan/{proposal.number}/periksa/").text

    assert "<p>Perkiraan halaman PDF: 2</p>" in page
