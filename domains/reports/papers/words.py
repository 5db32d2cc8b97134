"""A report in the words of paper, which is Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SEXES: Final = {"male": "男", "female": "女", "unknown": "未知"}
CLASSES: Final = {"emergency": "急诊", "vip": "VIP", "normal": "普通"}

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What is printed; ``findings`` and ``impression`` are HTML, ``critical`` is empty when there is none."""

    hospital: str
    title: str
    patient: Lines
    items: str
    diagnosis: str
    findings: str
    impression: str
    critical: str
    hp: str
    footer: Lines
