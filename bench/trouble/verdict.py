"""The judge of whether anything was lost unnoticed, given twice, turned back, or two things under one number.

A subscriber was *told* of a gap when a subscribe was answered with `recovered: false`. Whatever else is missing within
an epoch was lost. In channels of rows a slow reader may be spared a row whose newer version follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bench.trouble.witness import Join, Place, Witness

ROWS = 8
"""Publication n of a channel of rows is version n of row n modulo this."""
ENOUGH_WORDS = 40


@dataclass(slots=True)
class Heard:
    """What is known of one channel besides the witnesses.

    `acknowledged` says which place each publication's number got, `top` is where the log ends and `log` what it keeps.
    """

    acknowledged: Mapping[int, Place]
    top: Place
    log: Mapping[int, int] = field(default_factory=dict)
    rows: bool = False


@dataclass(slots=True)
class Verdict:
    """Counts, and the first findings in words."""

    deliveries: int = 0
    lost: int = 0
    order: int = 0
    diverging: int = 0
    told_new_epoch: int = 0
    told_trimmed: int = 0
    cuts: int = 0
    spared: int = 0
    """Rows that a slow reader did not get because a newer version followed."""
    words: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.order or self.diverging)

    def say(self, finding: str) -> None:
        """Keep a finding in words, unless there are many already."""
        if len(self.words) < ENOUGH_WORDS:
            self.words.append(finding)


def judge(witnesses: Iterable[Witness], channels: Mapping[str, Heard]) -> Verdict:
    """Compare everything with everything."""
    verdict, by_channel = Verdict(), {name: _Channel(name, heard) for name, heard in channels.items()}
    for channel in by_channel.values():
        channel.learn(verdict)
    everyone = list(witnesses)
    for one in everyone:
        by_channel[one.channel].listen(one, verdict)
    for one in everyone:
        _Replay(one, by_channel[one.channel], verdict).run()
    return verdict


class _Channel:
    """What each number of each epoch means, by the first who said it."""

    def __init__(self, name: str, heard: Heard) -> None:
        self.name, self.heard = name, heard
        self.meaning: dict[Place, int] = {}
        self._place_of: dict[tuple[str, int], int] = {}

    def learn(self, verdict: Verdict) -> None:
        """What publishers and the log say."""
        for number, place in self.heard.acknowledged.items():
            self._agree(place, number, "a publisher", verdict)
            if place.epoch == self.heard.top.epoch and place.offset > self.heard.top.offset:
                verdict.lost += 1
                verdict.say(f"{self.name}: number {number} was acknowledged at {place}, beyond {self.heard.top}")
        for offset, number in self.heard.log.items():
            self._agree(Place(self.heard.top.epoch, offset), number, "the log", verdict)

    def listen(self, one: Witness, verdict: Verdict) -> None:
        """What a subscriber says."""
        for join in one.joins:
            for offset, number in zip(join.offsets, join.numbers, strict=True):
                self._agree(Place(join.at.epoch, offset), number, one.subscriber, verdict)

    def _agree(self, place: Place, number: int, who: str, verdict: Verdict) -> None:
        meant = self.meaning.setdefault(place, number)
        if meant != number:
            verdict.diverging += 1
            verdict.say(f"{self.name}: {place} is number {meant}, but {number} for {who}")
            return
        offset = self._place_of.setdefault((place.epoch, number), place.offset)
        if offset != place.offset:
            verdict.order += 1
            verdict.say(f"{self.name}: number {number} lies at {offset} and at {place} for {who}")


class _Replay:
    """One subscriber's history, step by step."""

    def __init__(self, one: Witness, channel: _Channel, verdict: Verdict) -> None:
        self._one, self._channel, self._verdict = one, channel, verdict
        self._here: Place | None = None
        self._skipped: list[Place] = []
        self._newest: dict[int, int] = {}
        """The newest number of each row in the present run."""

    def run(self) -> None:
        """Find fault with it."""
        self._verdict.cuts += self._one.cuts
        for words in self._one.unasked:
            self._misorder(f"got {words}")
        for join in self._one.joins:
            self._begin(join)
            for offset, number in zip(join.offsets, join.numbers, strict=True):
                self._see(offset, number)
            self._verdict.deliveries += len(join.offsets)
        self._account_for_skipped()
        self._end()

    def _begin(self, join: Join) -> None:
        before, verdict = self._here, self._verdict
        if not join.recovered:
            self._account_for_skipped()
        if before is None:
            if join.recovered:
                self._misorder(f"recovered at {join.at} without having been anywhere")
        elif join.recovered:
            if join.at.epoch != before.epoch or join.asked != before:
                self._misorder(f"stood at {before}, asked from {join.asked} and was continued at {join.at}")
            else:
                return
        elif join.at.epoch != before.epoch:
            verdict.told_new_epoch += 1
        else:
            verdict.told_trimmed += 1
            if join.at.offset < before.offset:
                self._misorder(f"was turned back from {before} to {join.at}")
        self._here = join.at

    def _see(self, offset: int, number: int) -> None:
        here = self._here
        if here is None:
            raise ValueError("a publication before any join")
        if offset <= here.offset:
            self._misorder(f"got number {number} at {offset} while at {here}")
            return
        self._skipped += [Place(here.epoch, missing) for missing in range(here.offset + 1, offset)]
        self._newest[number % ROWS] = max(number, self._newest.get(number % ROWS, 0))
        self._here = Place(here.epoch, offset)

    def _account_for_skipped(self) -> None:
        for place in self._skipped:
            number = self._channel.meaning.get(place)
            row_follows = number is not None and self._newest.get(number % ROWS, 0) > number
            if self._channel.heard.rows and row_follows:
                self._verdict.spared += 1
            else:
                self._lose(1, f"never got number {number} at {place}")
        self._skipped, self._newest = [], {}

    def _end(self) -> None:
        here, top = self._here, self._channel.heard.top
        if here == top:
            return
        missed = list(self._beyond(here))
        self._lose(max(1, len(missed)), f"stands at {here} in the end, the log at {top}")

    def _beyond(self, here: Place | None) -> Iterator[int]:
        """The acknowledged numbers of the last epoch that come after the subscriber's end."""
        heard = self._channel.heard
        reached = here.offset if here is not None and here.epoch == heard.top.epoch else 0
        for number, place in heard.acknowledged.items():
            if place.epoch == heard.top.epoch and place.offset > reached:
                yield number

    def _lose(self, count: int, what: str) -> None:
        self._verdict.lost += count
        self._verdict.say(f"{self._one.subscriber} in {self._channel.name} {what}")

    def _misorder(self, what: str) -> None:
        self._verdict.order += 1
        self._verdict.say(f"{self._one.subscriber} in {self._channel.name} {what}")
