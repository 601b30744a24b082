"""What the candidate says of its own loop, for tests that ask; to be believed as far as a probe is."""

from dataclasses import dataclass

from grader.instruments.rule import Finding, findings
from grader.judge.peer import Peer


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopFacts:
    """The loop up to now. `blocks`: stretches over the limit; `pending_tasks`: the submission's own."""

    blocks: tuple[Finding, ...]
    latency_p99_s: float
    pending_tasks: list[str]
    warnings: list[str]
    never_retrieved: list[str]


class LoopFixture:
    """The fixture `loop`."""

    def __init__(self, peer: Peer, block_limit_ns: int) -> None:
        """Ask `peer`."""
        self._peer = peer
        self._block_limit_ns = block_limit_ns

    async def facts(self) -> LoopFacts:
        """Ask the candidate how its loop fares, after a collection of garbage."""
        stock = await self._peer.stock()
        return LoopFacts(
            blocks=findings(stock.account, self._block_limit_ns),
            latency_p99_s=stock.account.latency_p99_ns / 1e9,
            pending_tasks=stock.pending_tasks,
            warnings=stock.warnings,
            never_retrieved=stock.never_retrieved,
        )
