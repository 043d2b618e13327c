"""What production must be told, and the sentence for each thing that is missing or unsafe.

Pure but for the mapping it is given: names and values in, sentences out.  Source of the
refusals: OWASP ASVS 5.0, 13.4.2 and 6.3.2.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

REQUIRED = {
    "SECRET_KEY": "50 or more random characters, for example from "
    '`python3 -c "import secrets; print(secrets.token_urlsafe(50))"`',
    "ALLOWED_HOSTS": "the host names that this service answers to, with commas between them",
    "DATABASE_URL": "the database, as postgres://NAME:PASSWORD@HOST:5432/DATABASE",
    "REDIS_URL": "Redis, as redis://:PASSWORD@HOST:6379/0",
    "FIELD_KEYS": "the keys that encrypt names, numbers and texts, newest first, with commas "
    "between them; each is 32 random bytes in URL-safe base64",
    "INDEX_KEY": "32 or more random characters, used for nothing else; numbers and names are "
    "found by it",
    "PUBLIC_URL": "the https:// address at which Twilio reaches this service",
    "TWILIO_ACCOUNT_SID": "the account's SID, AC and 32 more characters, from Twilio's console",
    "TWILIO_AUTH_TOKEN": "the account's auth token, from Twilio's console",
}


def problems(env: Mapping[str, str]) -> list[str]:
    """One sentence for each value that production cannot start with; empty when all is well."""
    given = {name: value.strip() for name, value in env.items() if value.strip()}
    missing = [f"Set {name}: {what}." for name, what in REQUIRED.items() if name not in given]
    wrong = [sentence for name, check in _CHECKS.items() if (sentence := _ask(check, given, name))]
    return missing + wrong + _twilio_api_key(given) + _public_host(given)


def pipeline_problems(given: Mapping[str, int]) -> list[str]:
    """One sentence for each of the pipeline's times (seconds) that does not fit the others."""
    setting = "BONEMETS_PIPELINE_{}".format
    return [
        f"{setting(name.upper())} is {given[name]}: set it to more than {least}, {why}."
        for name, least, why in _least(given)
        if given[name] <= least
    ]


def _least(given: Mapping[str, int]) -> list[tuple[str, int, str]]:
    """(name, what it must exceed, why)."""
    fence = given["fence_seconds"] + given["lease_seconds"]
    positive = ("batch", "claim_lease_seconds", "list_lag_seconds", "fence_seconds")
    return [
        *((name, 0, "or nothing is ever sent or settled") for name in positive),
        ("connect_timeout", 0, "or nothing is ever reached"),
        ("read_timeout", 0, "or no answer is ever read"),
        ("total_timeout", given["read_timeout"] - 1, "or a slow answer is cut off"),
        (
            "lease_seconds",
            given["total_timeout"],
            "the longest request: else a text is in doubt while its answer is being read",
        ),
        (
            "quarantine_seconds",
            given["lease_seconds"],
            "the lease: else a text is sent again while the first request is on its way",
        ),
        (
            "schedule_lead_seconds",
            fence,
            "the fence and a lease: else no text can be scheduled in time",
        ),
    ]


def names(value: str) -> list[str]:
    """The parts of a list with commas, without blanks."""
    return [part.strip() for part in value.split(",") if part.strip()]


def _ask(check: Callable[[str], str], given: Mapping[str, str], name: str) -> str:
    return check(given[name]) if name in given else ""


def _debug(value: str) -> str:
    if value.lower() in {"0", "false", "no", "off"}:
        return ""
    return "Remove DEBUG: its pages would show patients' data to anyone."


def _failpoint(value: str) -> str:
    return "Remove BONEMETS_FAILPOINT: it stops the service on purpose, for tests."


def _secret(value: str) -> str:
    if len(value) >= 50 and len(set(value)) >= 5 and not value.startswith("django-insecure-"):
        return ""
    return f"SECRET_KEY is too weak: set {REQUIRED['SECRET_KEY']}."


def _hosts(value: str) -> str:
    if all("*" not in host and not host.startswith(".") for host in names(value)):
        return ""
    return "ALLOWED_HOSTS has a wildcard: name each host in full."


def _database(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "sqlite":
        return ""
    if parts.scheme not in {"postgres", "postgresql"}:
        return f"DATABASE_URL names no database known here: set {REQUIRED['DATABASE_URL']}."
    socket = parse_qs(parts.query).get("host", [""])[0] or unquote(parts.hostname or "")
    if parts.password or socket.startswith("/"):
        return ""
    return f"DATABASE_URL has no password: set {REQUIRED['DATABASE_URL']}."


def _redis(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "unix" or (parts.scheme in {"redis", "rediss"} and parts.password):
        return ""
    return f"REDIS_URL has no password or is no address of Redis: set {REQUIRED['REDIS_URL']}."


def _field_keys(value: str) -> str:
    if names(value) and all(map(_is_fernet_key, names(value))):
        return ""
    return f"FIELD_KEYS has a key that is none: set {REQUIRED['FIELD_KEYS']}."


def _is_fernet_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, altchars=b"-_", validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


def _index_key(value: str) -> str:
    if len(value) >= 32:
        return ""
    return f"INDEX_KEY is too short: set {REQUIRED['INDEX_KEY']}."


def _public_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "https" and parts.hostname:
        if "_" in parts.hostname:
            return "PUBLIC_URL has an underscore in its host, which Twilio refuses: choose another."
        return ""
    return f"PUBLIC_URL is not a secure address: set {REQUIRED['PUBLIC_URL']}."


def _account(value: str) -> str:
    if re.fullmatch(r"AC[0-9a-f]{32}", value):
        return ""
    return f"TWILIO_ACCOUNT_SID is no account: set {REQUIRED['TWILIO_ACCOUNT_SID']}."


def _twilio_api_key(given: Mapping[str, str]) -> list[str]:
    pair = ("TWILIO_API_KEY", "TWILIO_API_SECRET")
    if sum(name in given for name in pair) != 1:
        return []
    return ["Set TWILIO_API_KEY and TWILIO_API_SECRET together, or neither of them."]


def _public_host(given: Mapping[str, str]) -> list[str]:
    host = urlsplit(given.get("PUBLIC_URL", "")).hostname
    if not host or "ALLOWED_HOSTS" not in given or host in names(given["ALLOWED_HOSTS"]):
        return []
    return [f"Add {host}, the host of PUBLIC_URL, to ALLOWED_HOSTS: Twilio would be refused."]


_CHECKS: dict[str, Callable[[str], str]] = {
    "DEBUG": _debug,
    "BONEMETS_FAILPOINT": _failpoint,
    "SECRET_KEY": _secret,
    "ALLOWED_HOSTS": _hosts,
    "DATABASE_URL": _database,
    "REDIS_URL": _redis,
    "FIELD_KEYS": _field_keys,
    "INDEX_KEY": _index_key,
    "PUBLIC_URL": _public_url,
    "TWILIO_ACCOUNT_SID": _account,
}
