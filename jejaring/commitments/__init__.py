"""Commitments: rules, clocks, and what each desk owes."""
