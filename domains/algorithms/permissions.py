"""The rights of this room; those of the register come from its declaration (``resources``)."""

from __future__ import annotations

from typing import Final

from hub.caller import Permission

VIEW: Final = Permission("algorithms.view", "查看已开通算法", "See opened algorithms", ("admin", "manager"))
GRANT: Final = Permission("algorithms.grant", "为机构开通算法", "Open algorithms for institutions", ("admin",))
