"""The case file: participants, incidents, screening, plan, services, notes, closure."""
