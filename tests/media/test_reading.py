"""What an engine is given to say: figures, letters, and surnames that are read otherwise than they look."""

from __future__ import annotations

import pytest

from media.speech.reading import figures, read_out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("请CT004号，张某三，到CT1室。", "请西踢，零、零、四号，张某三，到西踢，一室。"),
        ("到 MR 12 号检查室", "到 艾姆阿尔，十二 号检查室"),
        ("请DR120号", "请弟阿尔，幺、二、零号"),
        ("到305室", "到三、零、五室"),
        ("到11室", "到十一室"),
        ("到99室", "到九十九室"),
        ("到0室", "到零室"),
        ("请07号", "请零、七号"),
        ("到B超室", "到 B 超室"),
        ("到X 光 20 室", "到 X 光 二十 室"),
        ("请A007号", "请A，零、零、七号"),
    ],
)
def test_numbers_and_letters(written: str, said: str) -> None:
    assert read_out(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [("单小明", "善小明"), ("曾某", "增某"), ("尉迟恭", "玉迟恭"), ("张三", "张三"), ("欧阳若兰", "欧阳若兰")],
)
def test_a_surname_between_marks_is_read_as_a_surname(written: str, said: str) -> None:
    assert read_out(f"请1号，{written}，到CT室。") == f"请一号，{said}，到西踢室。"


def test_the_same_character_elsewhere_stays() -> None:
    assert read_out("请到单人间。") == "请到单人间。"


@pytest.mark.parametrize(("digits", "said"), [("0", "零"), ("7", "七"), ("10", "十"), ("11", "十一"), ("99", "九十九")])
def test_short_figures_are_numbers(digits: str, said: str) -> None:
    assert figures(digits) == said
