"""The workbook to fill in: headings, choices to pick from, and what the limits are."""

from __future__ import annotations

import io
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hub.caller import Caller
from hub.commands import Answer, Look
from hub.resources.fields import Choice, Date, Field, Flag, Money, Number, Reference, Text
from hub.resources.known import target_of
from hub.resources.narrowing import living
from hub.resources.resource import Resource
from hub.resources.shapes import shapes_of
from hub.resources.sheets.cells import NO, YES, Language, title
from hub.resources.sheets.workbook import Workbook

MOST_OFFERED: Final = 1000


class FilledTemplate(msgspec.Struct, frozen=True):
    """A workbook by name; ``content`` is base64 in JSON."""

    name: str
    content: bytes


def templating(resource: Resource) -> Answer[Any]:
    """Answers with the template."""
    shapes = shapes_of(resource)
    if shapes.template is None:
        raise ValueError(f"{resource.path} is not imported")

    async def answer(caller: Caller, query: Any, look: Look) -> FilledTemplate:
        file, language = io.BytesIO(), query.language
        book = Workbook(file, resource.zh if language == "zh" else resource.en)
        book.heading([title(field, language) for field in resource.plain])
        for place, field in enumerate(resource.plain):
            book.note(place, told(field, language))
            book.choices(place, await _offered(field, language, caller, look))
        book.close()
        name = f"{resource.zh}导入模板.xlsx" if language == "zh" else f"{resource.en} template.xlsx"
        return FilledTemplate(name, file.getvalue())

    return Answer(shapes.template, answer, FilledTemplate)


async def _offered(field: Field, language: Language, caller: Caller, look: Look) -> list[str]:
    match field:
        case Choice():
            return [option.zh if language == "zh" else option.en for option in field.options]
        case Flag():
            return [words[0 if language == "zh" else 1] for words in (YES, NO)]
        case Reference():
            other = target_of(field)
            shown = other.table.c[field.shows]
            query = sa.select(shown).where(living(other, caller.tenant), other.table.c.enabled).order_by(shown)
            return list((await look.db.execute(query.limit(MOST_OFFERED))).scalars())
        case _:
            return []


def told(field: Field, language: Language) -> str:
    """Whether it must be filled in, and within which limits."""
    words = [("必填", "Required.") if field.required else ("选填", "Optional.")]
    match field:
        case Text():
            words.append((f"最多 {field.longest} 个字符", f"At most {field.longest} characters."))
            words += [] if field.hint is None else [(field.hint.zh, field.hint.en)]
        case Money():
            words.append(("金额，单位元，最多两位小数", "An amount in yuan, at most two decimals."))
        case Number():
            words.append(
                (f"整数，{field.least} 到 {field.most}", f"A whole number from {field.least} to {field.most}.")
            )
        case Date():
            words.append(("日期，如 2026-11-21", "A day such as 2026-11-21."))
        case Choice() | Flag() | Reference():
            words.append(("请从下拉列表中选择", "Choose from the list."))
        case _:
            words += []
    return "；".join(zh for zh, _ in words) if language == "zh" else " ".join(en for _, en in words)
