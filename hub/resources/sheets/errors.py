"""What is refused about workbooks as a whole."""

from hub.errors import Conflict, Invalid


class NotAWorkbook(Invalid):
    """It cannot be read as a workbook."""

    code = "resource.not_a_workbook"
    zh = "无法读取该文件，请使用下载的模板填写并另存为 .xlsx 后重试。"
    en = "This file cannot be read. Fill in the template, save it as .xlsx and try again."

    def __init__(self) -> None:
        super().__init__("xlsx")


class WrongColumns(Invalid):
    """The heading row is not that of the template."""

    code = "resource.wrong_columns"
    zh = "表头有误：缺少 {missing_zh}；无法识别 {unknown}。请按模板的表头填写。"
    en = "The headings are wrong: missing {missing_en}; unknown {unknown}. Please use those of the template."

    def __init__(self, missing: list[tuple[str, str]], unknown: list[str]) -> None:
        super().__init__("columns")
        self.params = {
            "missing_zh": "、".join(zh for zh, _ in missing) or "无",
            "missing_en": ", ".join(en for _, en in missing) or "none",
            "unknown": "、".join(unknown) or "无 (none)",
        }


class TooManyRows(Conflict):
    """More rows than one workbook takes."""

    code = "resource.too_many_rows"
    zh = "共 {count} 行，超过一次最多 {most} 行的限制，请缩小范围或分批处理。"
    en = "There are {count} rows, more than the {most} that one workbook takes. Please do it in parts."
