"""The rules of each institution: what is shipped, what was changed, since when it is in force.

Words: a *pack* is what a room of the house ships; an *own* rule is an institution's version of a shipped rule, or one
that it wrote itself; every change is a new *version*. A *stamp* counts the changes of all rules, so that every process
can tell whether it works by the newest. Always true: what a rule was when an alert came is kept for as long as the
alert is.
"""
