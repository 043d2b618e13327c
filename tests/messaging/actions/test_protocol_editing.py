"""A version of a clinic's own: a copy, changed step by step, read only once it is approved."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from messaging.actions import protocol_editing, protocols
from messaging.actions.protocol_editing import steps_of
from messaging.models import Clinic, Entry, Protocol
from messaging.rules import step_sentences
from tests import factories
from tests.factories import NOW
from tests.messaging.actions.protocol_kit import change, own, shipped

pytestmark = pytest.mark.django_db
TIP = {
    "slug": "drink",
    "kind": "hygiene",
    "anchor": "start",
    "offset_days": 3,
    "words": ["template:M-FLOSS"],
    "lateness_hours": 48,
}


@pytest.fixture
def harbor() -> Clinic:
    return factories.clinic()


@pytest.fixture
def draft(harbor: Clinic) -> Protocol:
    return own(harbor)


def approved(protocol: Protocol, clinic: Clinic) -> Protocol:
    protocols.approve(clinic=clinic, protocols=[protocol], by="Dr. Lena Fischer", now=NOW)
    return protocol


def slugs(protocol: Protocol) -> list[str]:
    return list(protocol.steps.values_list("slug", flat=True))


def refusal(**deed: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        protocol_editing.save_step(by="tests", now=NOW, **deed)
    return refused.value.message_dict


class TestCopying:
    def test_it_is_the_next_version_with_all_steps_off_and_named(
        self, harbor: Clinic, draft: Protocol
    ) -> None:
        base = shipped("denosumab")
        assert (draft.version, draft.clinic, draft.based_on) == (2, harbor, base)
        assert (draft.made_by, draft.why) == ("Marcus Webb", "three days' notice")
        assert step_sentences.differences(steps_of(base), steps_of(draft), titles={}) == []
        assert slugs(draft) == slugs(base)
        assert not draft.approvals.exists()
        assert Entry.objects.get(action="protocol.copy").by_name == "Marcus Webb"

    def test_a_reason_is_asked_for(self, harbor: Clinic) -> None:
        with pytest.raises(ValidationError, match="Say in a few words"):
            own(harbor, why="  ")

    def test_one_is_written_at_a_time(self, harbor: Clinic, draft: Protocol) -> None:
        with pytest.raises(ValidationError, match="Version 2 is still being written"):
            own(harbor)

    def test_the_next_one_may_be_made_of_our_own(self, harbor: Clinic, draft: Protocol) -> None:
        third = own(harbor, base=approved(draft, harbor))
        assert (third.version, third.based_on) == (3, draft)

    def test_another_clinic_counts_for_itself(self, draft: Protocol) -> None:
        elsewhere = factories.clinic(slug="elsewhere", name="Elsewhere Clinic")
        assert own(elsewhere).version == 2

    def test_another_clinics_own_is_not_copied(self, draft: Protocol) -> None:
        elsewhere = factories.clinic(slug="elsewhere", name="Elsewhere Clinic")
        with pytest.raises(ValidationError, match="another clinic's own"):
            own(elsewhere, base=draft)

    def test_what_was_never_approved_may_be_discarded(
        self, harbor: Clinic, draft: Protocol
    ) -> None:
        protocol_editing.discard(protocol=draft, by="Marcus Webb", now=NOW)
        assert not Protocol.objects.filter(clinic=harbor).exists()
        assert own(harbor).version == 2


class TestReadOnly:
    def deeds(self, protocol: Protocol) -> list[Any]:
        step = protocol.steps.get(slug="visit")
        return [
            lambda: change(protocol, "visit", offset_days=-3),
            lambda: protocol_editing.remove_step(step=step, by="tests", now=NOW),
            lambda: protocol_editing.shift_step(step=step, up=True, by="tests", now=NOW),
            lambda: protocol_editing.discard(protocol=protocol, by="tests", now=NOW),
        ]

    def test_what_was_shipped(self) -> None:
        for deed in self.deeds(shipped("denosumab")):
            with pytest.raises(ValidationError, match="read only"):
                deed()

    def test_what_was_ever_approved(self, harbor: Clinic, draft: Protocol) -> None:
        protocols.switch_off(clinic=harbor, protocol=approved(draft, harbor), by="tests", now=NOW)
        for deed in self.deeds(draft):
            with pytest.raises(ValidationError, match="read only"):
                deed()


class TestSteps:
    def test_each_field_is_kept(self, draft: Protocol) -> None:
        row = change(
            draft,
            "visit",
            offset_days=-3,
            local_time=time(9, 30),
            lateness_hours=96,
            only_if=["kidney"],
            merge_key="shots",
        )
        row.refresh_from_db()
        assert (row.offset_days, row.local_time, row.lateness) == (
            -3,
            time(9, 30),
            timedelta(hours=96),
        )
        assert (row.only_if, row.merge_key, row.slug) == (["kidney"], "shots", "visit")

    def test_a_step_keeps_its_name(self, draft: Protocol) -> None:
        assert change(draft, "visit", slug="call").slug == "visit"

    def test_a_new_one_comes_last(self, draft: Protocol) -> None:
        protocol_editing.save_step(protocol=draft, table=TIP, by="tests", now=NOW)
        assert slugs(draft)[-1] == "drink"
        assert Entry.objects.get(action="protocol.step").after["step"] == "drink"

    def test_a_name_is_used_once(self, draft: Protocol) -> None:
        said = refusal(protocol=draft, table=TIP | {"slug": "visit"})
        assert said == {"slug": ["Another step has this name. Choose a different one."]}

    def test_what_cannot_be_stands_at_its_field_and_nothing_is_kept(self, draft: Protocol) -> None:
        said = refusal(protocol=draft, table=TIP | {"anchor": "birth"})
        assert list(said) == ["anchor"]
        said = refusal(protocol=draft, table=TIP | {"words": ["template:R-CRISIS"]})
        assert said["words"] == [
            'There are no words "template:R-CRISIS". Choose others from the list.'
        ]
        assert "drink" not in slugs(draft)

    def test_the_clinics_own_night_counts(self, harbor: Clinic, draft: Protocol) -> None:
        harbor.quiet_from = time(18)
        harbor.save()
        draft = Protocol.objects.get(pk=draft.pk)
        assert (
            "to before 18:00"
            in refusal(protocol=draft, table=TIP | {"local_time": time(18, 30)})["local_time"][0]
        )

    def test_order_is_moved_by_one(self, draft: Protocol) -> None:
        before = slugs(draft)
        protocol_editing.shift_step(
            step=draft.steps.get(slug=before[1]), up=True, by="tests", now=NOW
        )
        assert slugs(draft) == [before[1], before[0], *before[2:]]

    def test_the_first_stays_first(self, draft: Protocol) -> None:
        before = slugs(draft)
        protocol_editing.shift_step(
            step=draft.steps.get(slug=before[0]), up=True, by="tests", now=NOW
        )
        assert slugs(draft) == before

    def test_a_step_is_taken_out_and_the_rest_close_up(self, draft: Protocol) -> None:
        protocol_editing.remove_step(step=draft.steps.get(slug="about"), by="tests", now=NOW)
        assert "about" not in slugs(draft)
        places = list(draft.steps.values_list("position", flat=True))
        assert places == list(range(len(places)))


class TestSafetyQuestions:
    def test_the_weekly_check_keeps_its_question_on_the_cord(self, harbor: Clinic) -> None:
        everyone = own(harbor, of="everyone")
        with pytest.raises(ValidationError, match="may not be taken out"):
            change(everyone, "bone-check", words=["question:Q-PAIN"])
        step = everyone.steps.get(slug="bone-check")
        with pytest.raises(ValidationError, match="may not be taken out"):
            protocol_editing.remove_step(step=step, by="tests", now=NOW)
        assert "bone-check" in slugs(everyone)
        assert step.words == ["question:Q-CORD", "question:Q-PAIN"]

    def test_chemotherapy_keeps_its_fever_questions(self, harbor: Clinic) -> None:
        chemotherapy = own(harbor, of="chemotherapy")
        with pytest.raises(ValidationError, match="as often as before"):
            change(chemotherapy, "fever-7", first=1)
        assert change(chemotherapy, "fever-7", offset_days=8).offset_days == 8
