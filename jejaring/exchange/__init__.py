"""Out to the national register, in from a city's own lists: entry sheets, import batches."""
