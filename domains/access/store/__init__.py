"""Everything of this room in and out of its tables. The tenant, or the institutions that one reads, always bound it."""
