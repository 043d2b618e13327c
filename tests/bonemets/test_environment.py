"""What production refuses to start with."""

import pytest

from bonemets import environment

GOOD = {
    "SECRET_KEY": "invented-" + "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7-cF0iL3oR6uX9-" + "1234",
    "ALLOWED_HOSTS": "clinic.example, www.clinic.example",
    "DATABASE_URL": "postgres://bonemets:invented@db.example:5432/bonemets",
    "REDIS_URL": "redis://:invented@redis.example:6379/0",
    "FIELD_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "INDEX_KEY": "invented-index-key-of-32-letters-",
    "PUBLIC_URL": "https://clinic.example",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "invented",
}


def test_all_values_together_are_enough() -> None:
    assert environment.problems(GOOD) == []


@pytest.mark.parametrize("name", sorted(environment.REQUIRED))
@pytest.mark.parametrize("blank", [None, "", "  "], ids=["unset", "empty", "blank"])
def test_a_missing_value_gets_one_sentence(name: str, blank: str | None) -> None:
    env = {key: value for key, value in GOOD.items() if key != name}
    if blank is not None:
        env[name] = blank
    (sentence,) = environment.problems(env)
    assert sentence.startswith(f"Set {name}: ")
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        pytest.param("DEBUG", "1", "Remove DEBUG", id="debugging"),
        pytest.param("BONEMETS_FAILPOINT", "dispatch.claimed=kill", "Remove", id="a failpoint"),
        pytest.param("SECRET_KEY", "short", "SECRET_KEY is too weak", id="a short secret"),
        pytest.param("SECRET_KEY", "x" * 60, "SECRET_KEY is too weak", id="a dull secret"),
        pytest.param(
            "SECRET_KEY", "django-insecure-" + GOOD["SECRET_KEY"], "too weak", id="a sample secret"
        ),
        pytest.param("ALLOWED_HOSTS", "*,clinic.example", "wildcard", id="any host"),
        pytest.param("ALLOWED_HOSTS", ".example,clinic.example", "wildcard", id="any sub-host"),
        pytest.param("ALLOWED_HOSTS", "other.example", "Add clinic.example", id="not our host"),
        pytest.param("DATABASE_URL", "postgres://u@db/x", "no password", id="an open database"),
        pytest.param("DATABASE_URL", "mysql://u:p@db/x", "no database known", id="a strange one"),
        pytest.param("REDIS_URL", "redis://redis:6379/0", "no password", id="an open Redis"),
        pytest.param("REDIS_URL", "memory://", "no address of Redis", id="no Redis at all"),
        pytest.param("FIELD_KEYS", "secret", "FIELD_KEYS has a key", id="no key"),
        pytest.param(
            "FIELD_KEYS", GOOD["FIELD_KEYS"] + ",x", "FIELD_KEYS has a key", id="one bad key of two"
        ),
        pytest.param("INDEX_KEY", "short", "INDEX_KEY is too short", id="a short index key"),
        pytest.param("PUBLIC_URL", "http://clinic.example", "not a secure", id="no TLS"),
        pytest.param("TWILIO_ACCOUNT_SID", "SK123", "is no account", id="a key for an account"),
        pytest.param("TWILIO_API_KEY", "SK123", "together", id="half of an API key"),
    ],
)
def test_an_unsafe_value_is_refused(name: str, value: str, says: str) -> None:
    (sentence,) = environment.problems({**GOOD, name: value})
    assert says in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("DEBUG", "0", id="debugging said to be off"),
        pytest.param("DATABASE_URL", "postgres://u@/x?host=%2Frun%2Fpg", id="a private socket"),
        pytest.param("DATABASE_URL", "postgres://u@%2Frun%2Fpg/x", id="a socket for a host"),
        pytest.param("DATABASE_URL", "sqlite:////srv/db.sqlite3", id="a file"),
        pytest.param("REDIS_URL", "unix:///run/redis.sock", id="a socket of Redis"),
        pytest.param("REDIS_URL", "rediss://:p@redis:6379/0", id="Redis over TLS"),
    ],
)
def test_a_safe_value_is_taken(name: str, value: str) -> None:
    assert environment.problems({**GOOD, name: value}) == []


def test_no_sentence_repeats_a_secret() -> None:
    secret = "hunter2-hunter2"
    env = {
        **GOOD,
        "SECRET_KEY": secret,
        "FIELD_KEYS": secret,
        "DATABASE_URL": f"x://u:{secret}@h/d",
    }
    assert len(environment.problems(env)) == 3
    assert secret not in " ".join(environment.problems(env))


def test_a_host_that_the_provider_refuses_is_named() -> None:
    """Twilio takes no callback address whose host has an underscore."""
    given = {"PUBLIC_URL": "https://my_clinic.example", "ALLOWED_HOSTS": "my_clinic.example"}
    (sentence,) = environment.problems({**GOOD, **given})
    assert "underscore" in sentence


TIMES = {
    "batch": 20,
    "lease_seconds": 40,
    "claim_lease_seconds": 60,
    "quarantine_seconds": 180,
    "list_lag_seconds": 60,
    "schedule_lead_seconds": 1200,
    "fence_seconds": 300,
    "connect_timeout": 5,
    "read_timeout": 30,
    "total_timeout": 35,
}


class TestThePipelinesTimes:
    def test_the_defaults_fit_together(self) -> None:
        assert environment.pipeline_problems(TIMES) == []

    @pytest.mark.parametrize(
        ("name", "value", "least"),
        [
            pytest.param("lease_seconds", 35, 35, id="a lease outlasts a request"),
            pytest.param("quarantine_seconds", 40, 40, id="the quarantine outlasts a lease"),
            pytest.param("total_timeout", 29, 29, id="all of a request outlasts its reading"),
            pytest.param("schedule_lead_seconds", 340, 340, id="the lead outlasts the fence"),
            pytest.param("list_lag_seconds", 0, 0, id="the list has a lag"),
            pytest.param("batch", 0, 0, id="a batch holds something"),
            pytest.param("connect_timeout", 0, 0, id="a connection takes time"),
        ],
    )
    def test_one_that_does_not_fit_is_named_with_what_to_set(
        self, name: str, value: int, least: int
    ) -> None:
        (sentence,) = environment.pipeline_problems({**TIMES, name: value})
        assert f"BONEMETS_PIPELINE_{name.upper()} is {value}" in sentence
        assert f"set it to more than {least}" in sentence
