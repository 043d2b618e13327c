"""All that a rehearsal did otherwise than the protocol files and the script ask."""

from collections.abc import Iterable
from datetime import datetime

from messaging.management.rehearsal_report import Story
from messaging.management.rehearsal_script import Person
from tests.rehearsal.judge import Judge
from tests.rehearsal.sums import Sums
from tests.rehearsal.world import World


def of(people: Iterable[Person], stories: Iterable[Story], *, ends: datetime) -> list[str]:
    """A sentence each; none is what it should be."""
    told = {story.id: story for story in stories}
    sums = Sums(told.values())
    found = sums.over()
    for person in people:
        judge = Judge(World(person, told[person.id]), sums, ends)
        found.extend(f"person {person.id}: {each}" for each in judge.complaints())
    return found
