"""The claims of the tests, read from their source: nothing is imported and no server is started."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Claim:
    """A test says that it covers a row. ``module`` and ``name`` are the test's, ``name`` with its class if any."""

    id: str
    module: str
    name: str
    place: str

    @property
    def test(self) -> str:
        """The test as pytest's reports name it."""
        return f"{self.module}.{self.name}"


class UnreadableClaimError(Exception):
    """A claim is not written as plain strings, so nobody can read it without running it."""


def read_claims(root: Path) -> list[Claim]:
    """Every claim below ``root/tests``; raises ``UnreadableClaimError``."""
    return [claim for path in sorted((root / "tests").rglob("test_*.py")) for claim in _claims_of(root, path)]


def _claims_of(root: Path, path: Path) -> Iterator[Claim]:
    name = path.relative_to(root)
    module = ".".join(name.with_suffix("").parts)
    for test, ids, line in _tests(ast.parse(path.read_text("utf-8"), str(path)), str(name)):
        for row_id in ids:
            yield Claim(row_id, module, test, f"{name}:{line}")


def _tests(tree: ast.Module, file: str) -> Iterator[tuple[str, list[str], int]]:
    """Each test with the ids of its own marks and those of its class."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            shared = _ids(node, file)
            for inner in node.body:
                if _is_test(inner):
                    yield f"{node.name}.{inner.name}", [*shared, *_ids(inner, file)], inner.lineno
        elif _is_test(node):
            yield node.name, _ids(node, file), node.lineno


def _is_test(node: ast.stmt) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test")


def _ids(node: Definition, file: str) -> list[str]:
    return [i for mark in node.decorator_list if _is_covers(mark) for i in _texts(mark, file)]


def _is_covers(mark: ast.expr) -> TypeGuard[ast.Call]:
    return isinstance(mark, ast.Call) and ast.unparse(mark.func) in {"pytest.mark.covers", "mark.covers"}


def _texts(mark: ast.Call, file: str) -> Sequence[str]:
    texts = [a.value for a in mark.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if len(texts) != len(mark.args) or mark.keywords or not texts:
        raise UnreadableClaimError(f"{file}:{mark.lineno}: covers() takes row ids as plain strings")
    return texts
