"""Plain Python that every layer may use: identifiers, labels, transitions, clock, deadlines."""
