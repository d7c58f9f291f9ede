"""Forms: one's own account; the administration of organisations, desks and accounts."""
