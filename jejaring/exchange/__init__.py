"""Standards in and out, one file per format. Not begun."""
