"""Reading what goes out and comes in."""
