"""`python -m hub.checks.house_rules`: our own rules over the whole repository."""

import sys

from hub.boot.layout import here
from hub.checks.sizes import too_large
from hub.checks.wholeness import disagreements


def main() -> int:
    """Print every breach; 1 when there is one."""
    breaches = [*too_large(here().root), *disagreements(here().root)]
    for breach in breaches:
        sys.stdout.write(f"{breach}\n")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
