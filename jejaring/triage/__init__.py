"""What becomes of a report: kind, risk, jurisdiction, decision."""
