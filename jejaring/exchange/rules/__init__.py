"""Plain rules of what goes out and comes in."""
