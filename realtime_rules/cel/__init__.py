"""Conditions in CEL, the Common Expression Language: checked when saved, compiled to Python, explained when they fire.

``Condition.of('event.value > 6.5 && event.item == "K"', {"event": ResultReported, "now": datetime})`` reads and checks
a text (``ConditionError`` lists what is wrong, in both languages, with the place), ``holds`` evaluates it
(``EvaluationError`` if it is neither true nor false), ``explain`` tells the value of each part. ``tree`` translates to
and from the visual editor.

What is always true: a condition changes nothing, ends soon, and never reaches the interpreter as text; what is compiled
gives what the reference (Google's CEL) gives, error for error.
"""

from realtime_rules.cel.condition import Condition
from realtime_rules.cel.explain import Explained
from realtime_rules.cel.problems import ConditionError, EvaluationError, Problem
from realtime_rules.cel.schema import Declared, Schema

__all__ = ["Condition", "ConditionError", "Declared", "EvaluationError", "Explained", "Problem", "Schema"]
