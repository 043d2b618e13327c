"""What is run, in order, and what one machine cannot show."""

from tests.faults import storm
from tests.faults.matrix import Scenario

SCENARIOS = (
    Scenario(
        "F3",
        "everything at once",
        "texts are written and sent while processes and servers are killed at random, with 5 % "
        "doubtful answers and callbacks lost and doubled",
        storm.scenario,
    ),
)

NOT_HERE = {
    "F15": "the days on which clocks change are a matter of pure rules: tests/messaging/rules",
    "F21": "needs a second version of the code whose migrations differ: there is one so far",
}
