"""What the tests of one file have in common, made once: most of a test's time is that of making its proposal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ops.testing.journeys import ProposalMaker
from proposals.models import Proposal


@dataclass(frozen=True)
class Scene:
    """Who makes proposals and moves the clock before the first test of a file."""

    maker: ProposalMaker
    clock_at: Callable[..., None]

    def make(self, state: str = "draft", **fields: Any) -> Proposal:
        return self.maker.make(state, **fields)


def again(proposal: Proposal) -> Proposal:
    """Read a proposal of the scene anew, so that a test finds nothing that another one did to the object."""
    return Proposal.objects.get(pk=proposal.pk)
