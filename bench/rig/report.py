"""The outcome of a bench: a table to read, JSON to keep. Both say machine, versions and command."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.rig import machine


@dataclass(slots=True)
class Report:
    """Rows of figures by peer, and the peers that could not take part with the reason; ``notes`` are said below."""

    name: str
    argv: tuple[str, ...]
    conditions: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def row(self, *cells: str) -> None:
        """Add a row; it has as many cells as there are columns."""
        if len(cells) != len(self.columns):
            raise ValueError(f"{len(cells)} cells for {len(self.columns)} columns")
        self.rows.append(cells)

    def text(self) -> str:
        """Markdown."""
        lines = [f"`{machine.command(self.name, self.argv)}`", "", self.conditions, ""]
        lines += ["| " + " | ".join(self.columns) + " |", "|" + "---|" * len(self.columns)]
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        lines += ["", f"Machine: {machine.described()}; load average at the end {machine.load_average():.1f}.", ""]
        lines += [f"- {name}: {said}" for name, said in self.notes.items()]
        lines += [f"- {name}: {version}" for name, version in self.versions.items()]
        lines += [f"- {name}: not measured, {reason}" for name, reason in self.absent.items()]
        return "\n".join(lines)

    def publish(self, file: Path | None) -> None:
        """Print the table; keep the figures in `file`."""
        print(self.text())
        if file is not None:
            file.write_text(json.dumps(self.plain(), indent=1, ensure_ascii=False) + "\n", "utf-8")

    def plain(self) -> dict[str, Any]:
        """Everything as JSON values."""
        return {
            "bench": self.name,
            "command": machine.command(self.name, self.argv),
            "conditions": self.conditions,
            "machine": machine.described(),
            "load_average": machine.load_average(),
            "versions": self.versions,
            "not_measured": self.absent,
            "figures": self.figures,
        }


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios round by round: slow drifts of the machine meet both sides of one round."""
    return median(a / b for a, b in zip(ours, theirs, strict=True) if b)


def yardstick(measured: Mapping[str, object]) -> str:
    """The peer that the others are compared with: nchan, or the first where it was not measured."""
    return "nchan" if "nchan" in measured else next(iter(measured))


def at(values: Sequence[float], percent: float) -> float:
    """A percentile; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0
