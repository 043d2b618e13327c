"""Shipped files become versions; a clinic switches versions on and off, by name."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from content import actions as content
from content.models import Template, WordSet
from messaging.actions import protocol_editing, protocols
from messaging.models import Clinic, Enrolment, Entry, Protocol, ProtocolApproval
from messaging.rules import step_checks
from messaging.rules.protocol_files import BadProtocol, table_of
from tests import factories
from tests.factories import NOW
from tests.messaging.actions.protocol_kit import own, shipped, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbor() -> Clinic:
    return factories.clinic()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with the shipped denosumab file alone."""
    shutil.copy(protocols.FOLDER / "denosumab.toml", tmp_path)
    return tmp_path


def mend(files: Path, old: str, new: str) -> None:
    path = files / "denosumab.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


class TestLoading:
    def test_the_same_file_again_changes_nothing(self, files: Path) -> None:
        assert protocols.load_shipped(now=NOW, folder=files) == [shipped("denosumab")]

    def test_a_changed_file_makes_a_version_and_touches_nobody(self, files: Path) -> None:
        june = factories.patient()
        factories.treatment(june)
        mend(files, "offset_days = -14", "offset_days = -15")
        (made,) = protocols.load_shipped(now=NOW, folder=files)
        assert (made.version, made.clinic) == (2, None)
        on = Enrolment.objects.get(patient=june, protocol__slug="denosumab")
        assert on.protocol.version == 1
        assert not standing(june.clinic, made)

    def test_its_number_is_above_every_clinics_own(self, harbor: Clinic, files: Path) -> None:
        own(harbor)
        mend(files, "offset_days = -14", "offset_days = -15")
        assert protocols.load_shipped(now=NOW, folder=files)[0].version == 3

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            pytest.param(
                'lateness_hours = 72\ncap = "keep"\nrepeat',
                'lateness_hours = 96\ncap = "keep"\nrepeat',
                "denosumab, visit: lateness_hours: It would still go after the day",
                id="past the visit",
            ),
            pytest.param(
                'words = ["topic:denosumab"]',
                'words = ["question:Q-PAIN"]',
                "denosumab, about: words: Only a check-in asks questions",
                id="a question in teaching",
            ),
        ],
    )
    def test_a_file_that_cannot_be_names_step_and_mend(
        self, files: Path, old: str, new: str, said: str
    ) -> None:
        mend(files, old, new)
        with pytest.raises(BadProtocol, match=said):
            protocols.load_shipped(now=NOW, folder=files)
        assert Protocol.objects.filter(slug="denosumab").count() == 1

    def test_every_shipped_step_may_stand_in_a_version_of_a_clinics_own(
        self, harbor: Clinic
    ) -> None:
        held_to = protocol_editing.setting(harbor)
        steps = [s for p in Protocol.objects.all() for s in protocol_editing.steps_of(p)]
        found = {step.slug: step_checks.faults(table_of(step), held_to) for step in steps}
        assert len(found) > 50
        assert not any(found.values()), found


class TestApproving:
    def test_an_older_version_of_the_same_one_is_retired(self, harbor: Clinic) -> None:
        second = own(harbor)
        protocols.approve(clinic=harbor, protocols=[second], by="Dr. Lena Fischer", now=NOW)
        assert standing(harbor, second)
        assert not standing(harbor, shipped("denosumab"))
        assert standing(harbor, shipped("everyone"))
        entry = Entry.objects.get(action="protocol.retire")
        assert (entry.by_name, entry.reason) == (
            "Dr. Lena Fischer",
            "version 2 came in its place",
        )

    def test_words_that_nobody_approved_are_named_with_their_language(self, harbor: Clinic) -> None:
        second = own(harbor)
        content.retire(
            wordset=WordSet.objects.get(),
            templates=Template.objects.filter(slug="T-SHOT", language="es"),
            passages=[],
            by="Dr. Lena Fischer",
            now=NOW,
        )
        with pytest.raises(ValidationError) as refused:
            protocols.approve(clinic=harbor, protocols=[second], by="tests", now=NOW)
        assert refused.value.messages[0] == ("“Shot reminder” (T-SHOT) is not approved in Spanish.")
        assert standing(harbor, shipped("denosumab"))

    def test_another_clinics_own_version_is_refused(self, harbor: Clinic) -> None:
        elsewhere = factories.clinic(slug="elsewhere", name="Elsewhere Clinic")
        theirs = own(elsewhere)
        with pytest.raises(ValidationError, match="another clinic's own"):
            protocols.approve(clinic=harbor, protocols=[theirs], by="tests", now=NOW)

    def test_quiet_hours_that_changed_since_are_told(self, harbor: Clinic) -> None:
        second = own(harbor, of="chemotherapy")
        harbor.quiet_from = harbor.quiet_from.replace(hour=16)
        harbor.save()
        second = Protocol.objects.get(pk=second.pk)
        with pytest.raises(ValidationError, match="fever-7: 17:00 is in quiet hours"):
            protocols.approve(clinic=harbor, protocols=[second], by="tests", now=NOW)


class TestSwitchingOff:
    def test_new_patients_are_not_enrolled_and_the_others_stay(self, harbor: Clinic) -> None:
        june = factories.patient()
        factories.treatment(june)
        protocols.switch_off(
            clinic=harbor, protocol=shipped("denosumab"), by="Dr. Lena Fischer", now=NOW
        )
        olga = factories.patient(name="Olga Petrova")
        factories.treatment(olga)
        assert Enrolment.objects.filter(protocol__slug="denosumab").get().patient == june

    def test_it_is_kept_by_name_with_the_reason(self, harbor: Clinic) -> None:
        protocols.switch_off(
            clinic=harbor,
            protocol=shipped("denosumab"),
            by="Dr. Lena Fischer",
            now=NOW,
            why="we stopped giving it",
        )
        entry = Entry.objects.get(action="protocol.retire")
        assert (entry.by_name, entry.reason) == ("Dr. Lena Fischer", "we stopped giving it")
        row = ProtocolApproval.objects.get(pk=entry.object_id)
        assert row.retired_at == NOW

    def test_twice_is_refused(self, harbor: Clinic) -> None:
        told: dict[str, Any] = {"clinic": harbor, "protocol": shipped("denosumab")}
        told |= {"by": "tests", "now": NOW}
        protocols.switch_off(**told)
        with pytest.raises(ValidationError, match="switched off already"):
            protocols.switch_off(**told)
