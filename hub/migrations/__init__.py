"""Schema changes: one Alembic branch per room, each in its own ``migrations`` folder."""
