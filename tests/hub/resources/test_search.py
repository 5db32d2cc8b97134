"""The index of grams never hides what a plain search would find."""

from __future__ import annotations

from random import Random

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from hub.house import House
from hub.resources.search import grams_of

LETTERS = "张伟国aA1%_ ×"


async def test_every_part_of_a_text_is_among_its_grams(house: House) -> None:
    random = Random(7)
    texts = ["".join(random.choices(LETTERS, k=random.randint(1, 8))) for _ in range(200)]
    parts = []
    for text in texts:
        begin = random.randrange(len(text))
        parts.append(text[begin : random.randint(begin + 1, len(text))])
    async with house.engine.connect() as db:
        for text, part in zip(texts, parts, strict=True):
            asked = sa.select(
                sa.func.hub_grams(text, type_=ARRAY(sa.Text)).contains(sa.literal(grams_of(part), ARRAY(sa.Text)))
            )
            assert (await db.execute(asked)).scalar_one() is True, (text, part)


def test_a_single_character_and_a_longer_text_are_cut_alike() -> None:
    assert grams_of("张") == ["张"]
    assert grams_of("CT平") == ["ct", "t平"]
