"""From the templates to files."""

from pathlib import Path
from string import Template
from typing import Final

TEMPLATES: Final = Path(__file__).parent / "templates"
_ENDING: Final = ".tmpl"


def files_of(name: str, *, lists: bool = False) -> dict[Path, str]:
    """The files of the new domain ``name``, by their path from the root of the repository.

    ``lists``: the domain has declared list pages and nothing else.
    """
    words = {"domain": name, "pascal": _pascal(name), "title": name.replace("_", " ")}
    code, tests = ("list", "list_tests") if lists else ("domain", "tests")
    targets = {code: Path("domains") / name, tests: Path("tests") / "domains" / name}
    files = {}
    for kind, target in targets.items():
        folder = TEMPLATES / kind
        for template in sorted(folder.rglob(f"*{_ENDING}")):
            place = str(template.relative_to(folder)).removesuffix(_ENDING).replace("NAME", name)
            files[target / place] = Template(template.read_text("utf-8")).substitute(words)
    return files


def write(root: Path, files: dict[Path, str]) -> None:
    """Write ``files`` below ``root``; raises ``FileExistsError`` before it would touch one that is there."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("x", encoding="utf-8") as file:
            file.write(text)


def _pascal(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
