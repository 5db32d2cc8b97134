"""The business: one folder per domain, all the same shape; they meet only at ``public``."""
