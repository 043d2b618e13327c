"""What is run, in order, and what one machine cannot show."""

from tests.faults import ahead, incoming, restoring, steps, storm, weather
from tests.faults.matrix import Scenario

PG, SQLITE = ("pg",), ("sqlite",)

SCENARIOS = (
    Scenario(
        "F1",
        "an end at every labelled step",
        "a process is killed at each step of the pipelines (the long edition also lets it fail "
        "there, and freeze past its lease)",
        steps.scenario,
    ),
    Scenario(
        "F2",
        "frozen past the lease",
        "workers are stopped by SIGSTOP until others have taken over, and then go on",
        weather.frozen,
        PG,
        short=False,
    ),
    Scenario(
        "F3",
        "everything at once",
        "texts are written and sent while processes and servers are killed at random, with 5 % "
        "doubtful answers and callbacks lost and doubled",
        storm.scenario,
    ),
    Scenario(
        "F3s",
        "everything at once, ahead of its time",
        "planned texts wait at the provider's schedule; requests lie there past every wait, and "
        "workers are frozen past the fence",
        ahead.scenario,
        PG,
        short=False,
    ),
    Scenario(
        "F4",
        "answers spoilt on the wire",
        "most requests are reset, closed, cut, halved, emptied, delayed or left hanging, before "
        "or after the text was made",
        weather.wire,
        PG,
    ),
    Scenario(
        "F4h",
        "half-open connections",
        "nothing passes any more on connections that look alive",
        weather.half_open,
        PG,
        short=False,
    ),
    Scenario(
        "F5",
        "requests taken late",
        "most requests lie at the provider for up to five scaled seconds and are then taken",
        weather.delayed,
        PG,
        short=False,
    ),
    Scenario(
        "F6",
        "errors and 429",
        "errors before and after acceptance; a text told to wait does not come earlier",
        weather.busy,
        PG,
        short=False,
    ),
    Scenario(
        "F7",
        "a list that lags, shuffles and fails",
        "absence is never guessed: what cannot be seen is held",
        weather.hidden,
        PG,
        short=False,
    ),
    Scenario(
        "F8",
        "callbacks lost, doubled, reversed, early",
        "the status only rises, and what never came is asked for",
        weather.callbacks,
        PG,
        short=False,
    ),
    Scenario(
        "F9",
        "Redis flushed, killed, full, away",
        "the bell is lost, and no text with it",
        weather.redis,
        PG,
        short=False,
    ),
    Scenario(
        "F10",
        "no beat, and six of them",
        "every worker ticks by itself",
        weather.beats,
        PG,
        short=False,
    ),
    Scenario(
        "F11",
        "PostgreSQL stopped, away, cut, deadlocked",
        "what was committed stands, and all goes on by itself",
        weather.database,
        PG,
        short=False,
    ),
    Scenario(
        "F12",
        "a backup put back",
        "texts wait in it that have left since: sending pauses by itself, looks, and doubles none",
        restoring.restore,
        short=False,
    ),
    Scenario(
        "F13",
        "a full disk and a locked file",
        "SQLite cannot write for a while: no text leaves without its intent",
        weather.disk,
        SQLITE,
    ),
    Scenario(
        "F14",
        "clocks that disagree",
        "workers are 90 s fast and slow, a day ahead and an hour behind: the database's clock "
        "decides, and nothing leaves before its day",
        weather.clocks,
        PG,
        short=False,
    ),
    Scenario(
        "F16",
        "three days at a standstill",
        "what is of no use any more says so, and does not leave",
        restoring.standstill,
        PG,
        short=False,
    ),
    Scenario(
        "F17",
        "a STOP that races a text",
        "at each step of the dispatch; no send begins after the STOP is stored",
        weather.stops,
    ),
    Scenario(
        "F18",
        "a burst of texts, announced twice",
        "the web server is killed under it; each is read and answered once",
        incoming.burst,
        short=False,
    ),
    Scenario(
        "F18o",
        "six hours without webhooks",
        "the provider's list brings every text, and none is answered twice",
        incoming.outage,
        PG,
    ),
    Scenario(
        "F19",
        "texts of every sort",
        "strange texts are read or handed over, and do not stop the others",
        incoming.strange,
        SQLITE,
    ),
    Scenario(
        "F20",
        "no file can be opened",
        "workers without descriptors for a while",
        weather.starved,
        PG,
        short=False,
    ),
    Scenario(
        "F22",
        "the same text sent by two pages",
        "in the same instant, while workers are killed",
        restoring.pressed_twice,
        PG,
        short=False,
    ),
)

NOT_HERE = {
    "F15": "days on which clocks change are a matter of pure rules: tests/messaging/rules",
    "F21": "needs a second version of the code whose migrations differ: there is one so far",
}
