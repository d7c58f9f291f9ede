"""Home, worklist, case file and timeline: joins queries of other apps, owns no table."""
