"""Desk to desk: packet, answer, feedback, letters."""
