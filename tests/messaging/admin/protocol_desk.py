"""Short words for the pages of protocols in tests."""

from typing import Any

from django.test import Client
from django.urls import reverse

from messaging.actions import protocols
from messaging.models import Clinic, Protocol
from tests.factories import NOW


def address(name: str, *keys: Any) -> str:
    return reverse(f"admin:messaging_protocol_{name}", args=[getattr(k, "pk", k) for k in keys])


def said(client: Client, url: str, **fields: Any) -> str:
    """What the page that follows a POST says."""
    answer = client.post(url, fields, follow=True)
    assert answer.status_code == 200, (url, answer.status_code)
    return " ".join(answer.content.decode().split())


def approved(protocol: Protocol, clinic: Clinic) -> Protocol:
    protocols.approve(clinic=clinic, protocols=[protocol], by="Dr. Lena Fischer", now=NOW)
    return protocol
