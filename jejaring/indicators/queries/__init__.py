"""Reading: figures, and the promises of every desk."""
