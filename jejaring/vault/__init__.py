"""Field encryption: key hierarchy, sealed fields, blind indexes."""
