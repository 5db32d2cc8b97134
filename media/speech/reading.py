"""How a sentence of the lobby is read aloud: numbers digit by digit, letters one by one, surnames as surnames."""

from __future__ import annotations

import re
from typing import Final

DIGITS: Final = "零一二三四五六七八九"
SPELLED_FROM: Final = 3
"""Figures of so many digits are read one by one (305 as 三零五); shorter ones as numbers (12 as 十二)."""

_TEN: Final = 10

# Surnames that are read otherwise than the character usually is, by a character that sounds as the surname does.
SURNAMES: Final = {
    "万俟": "莫其",
    "尉迟": "玉迟",
    "单": "善",
    "仇": "求",
    "任": "人",
    "区": "欧",
    "华": "化",
    "员": "韵",
    "曾": "增",
    "朴": "瓢",
    "查": "渣",
    "盖": "葛",
    "翟": "宅",
    "解": "谢",
    "乐": "月",
}

# The engine's English letters are hard to make out among Chinese syllables (`bench voice`); these are easier.
LETTERS: Final = {"C": "西", "T": "踢", "M": "艾姆", "R": "阿尔", "D": "弟"}

_FIGURES: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile(r"([A-Za-z]+)(\s*(?=\d))?")
_NAME: Final = re.compile(r"(?<=[，,])([\u4e00-\u9fff]{2,5})(?=[，,。])")


def read_out(text: str) -> str:
    """The text as an engine should be given it."""
    text = _NAME.sub(lambda found: _surname(found[1]), text)
    text = _LETTERS.sub(lambda found: _letters(found[1], before_figures=found[2] is not None), text)
    text = _FIGURES.sub(lambda found: _breathing(found[0]), text)
    return re.sub(r"\s+", " ", text).strip()


def figures(digits: str) -> str:
    """Arabic digits in Chinese: one by one when there are many or the first is zero, else as a number below 100."""
    if _one_by_one(digits):
        return "".join(DIGITS[int(d)] for d in digits)
    number = int(digits)
    if number < _TEN:
        return DIGITS[number]
    tens, ones = divmod(number, _TEN)
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def _letters(word: str, *, before_figures: bool) -> str:
    if not word.isupper():
        return word
    said = "".join(LETTERS.get(letter, f" {letter} ") for letter in word)
    return f"{said.strip()}，" if before_figures else said


def _breathing(digits: str) -> str:
    """Figures that are read one by one, with a breath between them; one is then 幺, which nobody takes for seven."""
    return "、".join(figures(digits)).replace("一", "幺") if _one_by_one(digits) else figures(digits)


def _one_by_one(digits: str) -> bool:
    return len(digits) >= SPELLED_FROM or digits.startswith("0")


def _surname(name: str) -> str:
    for written, said in SURNAMES.items():
        if name.startswith(written):
            return said + name[len(written) :]
    return name
