"""What is said to the author of a condition when it cannot be read, checked or evaluated: Chinese first, then English.

Each sentence says what is wrong and what to do. The keys are stable codes.
"""

from __future__ import annotations

from typing import Final

WRONG: Final[dict[str, tuple[str, str]]] = {
    "empty": ("条件是空的，请填写。", "The condition is empty: please write one."),
    "too_long": (
        "条件太长（最多 {most} 个字符），请拆成几条规则。",
        "The condition is too long (at most {most} characters): split it into several rules.",
    ),
    "too_deep": (
        "条件嵌套太深（最多 {most} 层），请减少括号或拆成几条规则。",
        "The condition is nested too deeply (at most {most} levels): use fewer brackets or several rules.",
    ),
    "too_many_loops": (
        "遍历最多嵌套 {most} 层（all、exists、map、filter），请拆成几条规则。",
        "At most {most} of all, exists, map and filter may stand inside one another: use several rules.",
    ),
    "too_deep_for_reference": (
        "这个条件用到了较少见的功能，嵌套不能这么深，请减少括号或拆成几条规则。",
        "This condition uses rarer functions and cannot be nested this deeply: use fewer brackets or several rules.",
    ),
    "bad_character": (
        "“{found}”不能出现在这里，请删除或改用英文字符。",
        "“{found}” cannot stand here: remove it or use a plain character.",
    ),
    "wide_character": (
        "「{found}」是中文标点，请改用英文的 {instead}",
        "「{found}」 is a full-width character: please type {instead}",
    ),
    "open_text": (
        "文字缺少结束的引号，请补上。",
        "The text has no closing quote: please add it.",
    ),
    "bad_escape": (
        "“{found}”不是有效的转义，反斜杠请写成 \\\\ 。",
        "“{found}” is not a valid escape: write a backslash as \\\\ .",
    ),
    "bad_number": (
        "“{found}”不是有效的数字，或者超出了范围。",
        "“{found}” is not a valid number, or it is out of range.",
    ),
    "unexpected": (
        "这里不应该出现“{found}”，请检查前面是否缺少运算符或括号。",
        "“{found}” is not expected here: look for a missing operator or bracket before it.",
    ),
    "unfinished": (
        "条件没有写完，请补全。",
        "The condition stops too early: please complete it.",
    ),
    "instead": ("请用 {instead} 代替“{found}”。", "Please write {instead} instead of “{found}”."),
    "reserved": (
        "“{found}”是保留字，不能用作名称。",
        "“{found}” is a reserved word and cannot be a name.",
    ),
    "no_messages": (
        "条件里不能创建“{found}{{}}”这样的对象。",
        "Objects such as “{found}{{}}” cannot be made in a condition.",
    ),
    "macro_variable": (
        "{function} 的第一个参数必须是一个简单的名称，例如 x。",
        "The first argument of {function} must be a plain name such as x.",
    ),
    "has_needs_field": (
        "has() 里只能写一个字段，例如 has(event.value)。",
        "has() takes one field, for instance has(event.value).",
    ),
    "no_variable": (
        "没有“{found}”这个变量（文字要加引号）。{hint_zh}",
        "There is no variable “{found}” (texts need quotes). {hint_en}",
    ),
    "no_field": (
        "“{owner}”没有“{found}”这个字段。{hint_zh}",
        "“{owner}” has no field “{found}”. {hint_en}",
    ),
    "no_function": (
        "没有“{found}”这个函数。{hint_zh}",
        "There is no function “{found}”. {hint_en}",
    ),
    "not_bool": (
        "条件的结果必须是“是/否”，这里得到的是{type_zh}；请加上比较，例如 > 或 ==。",
        "A condition must be true or false, this is {type_en}: add a comparison such as > or ==.",
    ),
    "needs_bool": (
        "“{op}”只能用于“是/否”，这里是{type_zh}；请加上比较，例如 > 或 ==。",
        "“{op}” takes true or false, this is {type_en}: add a comparison such as > or ==.",
    ),
    "operands": (
        "“{op}”不能用于{left_zh}和{right_zh}，请改成同一类型。",
        "“{op}” does not work on {left_en} and {right_en}: make both the same type.",
    ),
    "mixed_numbers": (
        "整数和小数不能直接用“{op}”计算，请把整数写成 2.0 或 double(…)。",
        "“{op}” does not mix whole and decimal numbers: write 2.0 or double(…) for the whole one.",
    ),
    "in_text": (
        "在文字中查找请写成 {whole}.contains({part})。",
        "To look inside a text write {whole}.contains({part}).",
    ),
    "operand": ("“{op}”不能用于{type_zh}。", "“{op}” does not work on {type_en}."),
    "arguments": (
        "{function}({given_zh}) 的参数不对，正确的写法：{usage}",
        "{function}({given_en}) has the wrong arguments; it is used as {usage}",
    ),
    "branches": (
        "“?”后面的两个结果类型不同：{left_zh}和{right_zh}，请改成同一类型。",
        "The two results after “?” differ: {left_en} and {right_en}. Make them the same type.",
    ),
    "not_a_record": (
        "{type_zh}没有字段，不能写“.{found}”。",
        "{type_en} has no fields, so “.{found}” cannot follow.",
    ),
    "whole_record": (
        "“{found}”是一组字段，请写出其中一个，例如 {example}。",
        "“{found}” is a group of fields: name one of them, for instance {example}.",
    ),
    "index_record": (
        "请写成“.{found}”，不要用方括号。",
        "Write “.{found}” instead of brackets.",
    ),
    "cannot_index": (
        "{type_zh}不能用{index_zh}取值。",
        "{type_en} cannot be indexed with {index_en}.",
    ),
    "cannot_loop": (
        "{function} 只能用于列表或映射，这里是{type_zh}。",
        "{function} works on lists and maps, this is {type_en}.",
    ),
    "never_null": (
        "“{found}”总有值，不必与 null 比较。",
        "“{found}” always has a value; there is no need to compare it with null.",
    ),
    "no_choice": (
        "“{found}”不是可选的值。{hint_zh}",
        "“{found}” is not one of the possible values. {hint_en}",
    ),
    "bad_time": (
        "“{found}”不是有效的时间，请写成 2026-01-31T08:00:00+08:00。",
        "“{found}” is not a valid time; write it as 2026-01-31T08:00:00+08:00.",
    ),
    "bad_duration": (
        "“{found}”不是有效的时长，请写成 30s、15m、1h30m。",
        "“{found}” is not a valid duration; write it as 30s, 15m or 1h30m.",
    ),
    "bad_zone": (
        "“{found}”不是有效的时区，请写成 Asia/Shanghai 或 +08:00。",
        "“{found}” is not a valid time zone; write Asia/Shanghai or +08:00.",
    ),
    "bad_pattern": (
        "“{found}”不是有效的正则表达式。",
        "“{found}” is not a valid regular expression.",
    ),
    "tree_field": ("没有“{found}”这个字段。{hint_zh}", "There is no field “{found}”. {hint_en}"),
    "tree_operator": (
        "“{found}”不能用于“{field}”，请换一个运算符。",
        "“{found}” does not work on “{field}”: choose another operator.",
    ),
    "tree_value": (
        "“{found}”不能与“{field}”比较，请填写{type_zh}。",
        "“{field}” cannot be compared with “{found}”: enter {type_en}.",
    ),
    "tree_shape": (
        "编辑器的内容无法识别，请重新编辑。",
        "The editor's content is not understood: please edit it again.",
    ),
    "refused": (
        "条件无法使用：{found}",
        "The condition cannot be used: {found}",
    ),
}
"""Why a condition cannot be saved."""

FAILED: Final[dict[str, tuple[str, str]]] = {
    "no_variable": ("缺少变量“{found}”", "the variable “{found}” is missing"),
    "no_field": ("数据中没有“{found}”", "the data has no “{found}”"),
    "no_value": ("“{found}”没有值", "“{found}” has no value"),
    "division_by_zero": ("除数为零", "a division by zero"),
    "overflow": ("数字超出范围", "a number is out of range"),
    "no_element": ("列表没有第 {found} 项", "the list has no element {found}"),
    "bad_time": ("“{found}”不是有效的时间或时长", "“{found}” is not a valid time or duration"),
    "long_list": ("列表太长（最多 {found} 项）", "a list is too long (at most {found} elements)"),
    "not_bool": ("结果不是“是/否”", "the result is neither true nor false"),
    "other": ("计算出错", "a calculation failed"),
}
"""Why a condition could not be evaluated on these values; completes the sentence of ``EvaluationError``."""

HINT: Final[tuple[str, str]] = ("您是否想写“{near}”？", "Did you mean “{near}”?")
ONE_OF: Final[tuple[str, str]] = ("可用：{names}。", "There are: {names}.")

TYPES: Final[dict[str, tuple[str, str]]] = {
    "bool": ("是/否", "true or false"),
    "int": ("整数", "a whole number"),
    "uint": ("无符号整数", "an unsigned number"),
    "double": ("小数", "a decimal number"),
    "string": ("文字", "text"),
    "bytes": ("字节", "bytes"),
    "null_type": ("空值", "null"),
    "timestamp": ("时间", "a time"),
    "duration": ("时长", "a duration"),
    "list": ("列表", "a list"),
    "map": ("映射", "a map"),
    "struct": ("一组字段", "a group of fields"),
    "type": ("类型", "a type"),
    "dyn": ("任意值", "any value"),
}
"""The types in the user's words."""
