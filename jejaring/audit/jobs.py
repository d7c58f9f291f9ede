"""Every minute the log is sealed, and the seal brought outside."""

from procrastinate.contrib.django import app

from jejaring.audit.actions.anchoring import anchor_all
from jejaring.audit.actions.sealing import seal_all


@app.periodic(cron="* * * * *")
@app.task(name="seal_log", queueing_lock="seal_log")
def seal_every_minute(timestamp: int) -> None:
    """The worker's minute. Minutes that were missed are made up for by one seal or several."""
    seal_all()
    anchor_all()
