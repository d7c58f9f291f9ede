"""The worker beside the web process: takes jobs, ticks the clock of promises, sends the mail of notices."""

import os
import signal
import sys

CONCURRENCY = 2
GRACE_SECONDS = 2  # a step is taken in a transaction of its own: stopping in the middle loses nothing


def main() -> int:
    """Run until TERM. Finished jobs are deleted, so that the table of jobs stays small."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jejaring.config.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(concurrency=CONCURRENCY, delete_jobs="successful", shutdown_graceful_timeout=GRACE_SECONDS)
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # nothing has begun yet; once it works, procrastinate ends the steps first
    sys.exit(main())
