"""Logs carry no identity: paths have ids only, and query strings are cut."""

import logging


class NoQuery(logging.Filter):
    """Cuts the query string from messages about requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record; drop the request object and what follows a question mark in its arguments."""
        if isinstance(record.args, tuple):
            record.args = tuple(a.split("?", 1)[0] if isinstance(a, str) else a for a in record.args)
        record.__dict__.pop("request", None)
        return True
