"""Celery tasks: thin, named, without arguments; the rows say what there is to do."""

from celery import shared_task

from messaging import bell, clock
from messaging.actions import dispatch, inbound, ticking
from messaging.failpoints import reached


@shared_task(name=bell.TICK, ignore_result=True)
def tick() -> None:
    ticking.turn()


@shared_task(name=bell.READ_INBOUND, ignore_result=True)
def read_inbound() -> None:
    ticking.until_rest(lambda: inbound.read_waiting(now=clock.now()))


@shared_task(name=bell.DISPATCH, ignore_result=True)
def send_due() -> None:
    ticking.until_rest(lambda: dispatch.run(now=clock.now()))
    reached("tasks.done")
