"""What is refused about jobs."""

from hub.errors import Conflict


class JobEnded(Conflict):
    """Only what is waiting or under way can be cancelled."""

    code = "jobs.ended"
    zh = "任务已结束，无需取消。"
    en = "The job has ended already; there is nothing to cancel."


class NotRepeatable(Conflict):
    """Only what failed or was cancelled can be started anew."""

    code = "jobs.not_repeatable"
    zh = "只有失败或已取消的任务可以重试。"
    en = "Only a job that failed or was cancelled can be tried again."
