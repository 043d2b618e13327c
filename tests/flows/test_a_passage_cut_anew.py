"""A manager cuts a passage shorter, a reviewer approves it, and a patient gets what both saw."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from content.models import Approval, Passage
from messaging.models import Membership, Role
from tests import factories

pytestmark = pytest.mark.django_db
SAMPLE = "+15550100123"  # the number with which the pages fill a closing line


def page_of(role: Role) -> Client:
    person = factories.person(username=role.value)
    Membership.objects.create(user=person, clinic=factories.clinic(), role=role)
    client = Client()
    client.force_login(person)
    return client


def on_the_phone(html: str) -> list[str]:
    return [unescape(body) for body in re.findall(r'class="cw-body"[^>]*>([^<]*)<', html)]


def asks(body: str) -> str:
    return factories.texts(factories.patient(), body).replies.get().body


def test_what_the_editor_showed_is_what_a_patient_gets_once_another_approved_it() -> None:
    # Given the answer that goes out today
    manager, reviewer = page_of(Role.MANAGER), page_of(Role.REVIEWER)
    before = asks("ONJ")
    passage = Passage.objects.newest().get(topic="onj", document__language="en", position=0)
    editor = reverse("admin:content_passage_cut", args=[passage.pk])
    chosen = {"first": "2", "last": "2", "topic": "onj"}

    # When the manager looks at a shorter cut and proposes it
    (shown,) = on_the_phone(manager.get(editor, chosen).content.decode())
    assert manager.post(editor, chosen).status_code == 302

    # Then nothing changes for patients until the reviewer has approved it
    assert asks("ONJ") == before
    cut = Passage.objects.newest().get(topic="onj", document__language="en", position=0)
    approval = Approval.objects.get(passage=cut)
    review = reverse("admin:content_approval_change", args=[approval.pk])
    assert on_the_phone(reviewer.get(review).content.decode()) == [shown]
    decide = reverse("admin:content_approval_decide", args=[approval.pk])
    assert manager.post(decide, {"verb": "approve"}).status_code == 403
    assert asks("ONJ") == before
    reviewer.post(decide, {"verb": "approve"})
    assert asks("ONJ") == shown.replace(SAMPLE, factories.clinic().day_phone)


def test_more_brings_the_texts_that_the_editor_showed_after_the_first() -> None:
    reviewer = page_of(Role.REVIEWER)
    passage = Passage.objects.newest().get(topic="onj", document__language="en", position=0)
    html = reviewer.get(reverse("admin:content_passage_cut", args=[passage.pk])).content.decode()
    shown = [body.replace(SAMPLE, factories.clinic().day_phone) for body in on_the_phone(html)]
    june = factories.patient()
    got = [factories.texts(june, text).replies.get().body for text in ("ONJ", "MORE")]
    assert len(shown) > 1
    assert got == shown[:2]
