"""What a worker that was killed left half done is begun again; what ended long ago leaves the queue.

No job holds a lock in the queue: a job that is never finished would keep it for ever, and with it every later one of its kind. Each job is
safe beside itself instead (rows that another one holds are skipped, seals are made one at a time).
"""

from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

KEPT_DAYS = 30
SILENT = 30.0  # seconds without a sign of life, which comes every ten


@app.periodic(cron="* * * * *")
@app.task(name="take_up", queueing_lock="take_up", pass_context=True)
async def take_up_every_minute(context: JobContext, timestamp: int) -> None:
    """The worker's minute."""
    await take_up(context.app.job_manager)


async def take_up(manager: JobManager) -> int:
    """Begin again what workers were doing that gave no sign of life for half a minute; how many. Where the same job waits already, it
    stands for both."""
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT))
    for job in stalled:
        try:
            await manager.retry_job(job)
        except ConnectorException:
            await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
    return len(stalled)


@app.periodic(cron="17 3 * * *")
@app.task(name="tidy", queueing_lock="tidy", pass_context=True)
async def tidy_every_night(context: JobContext, timestamp: int) -> None:
    """The worker's night."""
    await tidy(context.app.job_manager)


async def tidy(manager: JobManager) -> None:
    """Take out of the queue what ended more than thirty days ago, however it ended. What was done well is deleted at once by the worker;
    what failed stays so long for the administrator to see."""
    await manager.delete_old_jobs(nb_hours=KEPT_DAYS * 24, include_failed=True, include_cancelled=True, include_aborted=True)
