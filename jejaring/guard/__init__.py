"""The database as last guard: context of a transaction, roles, row-level security."""
