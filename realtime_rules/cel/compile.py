"""Turns a checked condition into a Python function, without a line of text: syntax nodes, compiled as they are.

There are two functions for each condition. The fast one is what Python makes of it: ``and``, ``or`` and ``any`` stop
early and let errors through. It is right whenever it ends without an error, for CEL's ``&&`` and ``||`` differ from
Python's only where a part fails. The careful one is asked when the fast one failed: there every part of a ``&&`` is
tried before its error counts. Both come from the same generator.

What is not compiled (``dyn``, unsigned numbers, bytes, maps written out, regular expressions, texts made of numbers)
raises ``NotCompiled``, and the reference evaluates the whole condition.
"""

from __future__ import annotations

import ast
import types
from collections.abc import Callable, Mapping
from typing import Any, Final

from realtime_rules.cel import runtime
from realtime_rules.cel.checked import Checked
from realtime_rules.cel.emit import Emitter

Compiled = Callable[[Mapping[str, Any]], Any]
"""From the variables to the value."""

_OFFERED: Final = {name: value for name, value in vars(runtime).items() if callable(value)}


def compiled(checked: Checked, *, careful: bool) -> Compiled:
    """The function for ``checked``; raises ``NotCompiled``."""
    emitter = Emitter(checked, careful=careful)
    body = emitter.result()
    parameters = ast.arguments(posonlyargs=[], args=[ast.arg("variables")], kwonlyargs=[], kw_defaults=[], defaults=[])
    expression = ast.fix_missing_locations(ast.Expression(ast.Lambda(parameters, body)))
    module = compile(expression, "<condition>", "eval")
    code = next(constant for constant in module.co_consts if isinstance(constant, types.CodeType))
    return types.FunctionType(code, {**_OFFERED, **emitter.constants, "__builtins__": BUILTINS}, "condition")


BUILTINS: Final = {"any": any, "all": all, "len": len, "float": float}
"""All that a compiled condition can reach besides ``runtime``."""
