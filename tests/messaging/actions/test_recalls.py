"""Who was sent recalled words, or may have been; and who may be texted about it."""

from datetime import timedelta

import pytest
from django.db.models import Q

from content import actions as content
from content.models import Passage
from messaging.actions import consent, recalls
from messaging.models import Attempt, Method, OutboundMessage, PatientState
from messaging.rules.consent import EventKind
from messaging.rules.status import MessageState
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(june):
    """The answer on jaw problems, accepted by the provider."""
    return kit.send(kit.answer(june))


def cases(row, recall=None, **which):
    return recalls.cases((recall or kit.recall(row)).pk, which=Q(**which))


class TestWhoGotIt:
    @pytest.mark.parametrize(
        ("state", "listed"),
        [
            (MessageState.SUBMITTING, True),
            (MessageState.ACCEPTED, True),
            (MessageState.DELIVERED, True),
            (MessageState.UNKNOWN, True),
            (MessageState.HELD, True),
            (MessageState.QUEUED, False),
            (MessageState.CLAIMED, False),
            (MessageState.RETRY_WAIT, False),
            (MessageState.REJECTED, False),
            (MessageState.SUPPRESSED, False),
            (MessageState.EXPIRED, False),
            (MessageState.CANCELLED, False),
        ],
    )
    def test_by_where_the_text_stands(self, june, state, listed):
        row = kit.left_as(kit.answer(june), state)
        assert [case.message.pk for case in cases(row)] == [row.pk] * listed

    @pytest.mark.parametrize(
        ("code", "listed"),
        [
            pytest.param(30003, False, id="phone off"),
            pytest.param(30008, True, id="nobody knows"),
            pytest.param(None, True, id="only parts of it"),
        ],
    )
    def test_what_was_not_delivered_may_have_come_all_the_same(self, june, code, listed):
        row = kit.left_as(kit.answer(june), MessageState.UNDELIVERED, error_code=code)
        assert len(cases(row)) == listed

    @pytest.mark.parametrize(("outcome", "listed"), [("unknown", True), ("not_sent", False)])
    def test_one_held_and_then_left_unsent_may_have_come(self, sent, outcome, listed):
        kit.left_as(sent, MessageState.CANCELLED)
        Attempt.objects.update(outcome=outcome)
        assert len(cases(sent)) == listed

    def test_a_phone_that_got_it_twice_stands_there_once_with_the_last(self, sent, june):
        again = kit.send(kit.answer(june, key="again"))
        assert [case.message.pk for case in cases(sent)] == [again.pk]

    def test_other_words_on_the_topic_are_not_meant(self, sent, june):
        other = kit.send(kit.answer(factories.patient(), "dental-care"))
        assert other.pk not in [case.message.pk for case in cases(sent)]

    def test_the_part_that_MORE_brought_counts_as_well(self, sent, june):  # noqa: N802
        middle = (sent.span_start + sent.span_end) // 2
        OutboundMessage.objects.filter(pk=sent.pk).update(span_start=middle)
        assert len(cases(sent)) == 1

    def test_a_part_without_recalled_words_does_not(self, sent):
        recall = kit.recall(sent)
        recall.spans.update(start=sent.span_end, end=sent.span_end + 9)
        assert cases(sent, recall) == []

    def test_the_same_words_of_another_version_do(self, sent):
        passages = Passage.objects.filter(document=sent.passage.document)
        again = passages.get(topic="dental-care")
        other = kit.send(kit.answer(factories.patient(), "dental-care"))
        recall = kit.recall(sent)
        recall.spans.update(passage=again, start=again.start, end=again.end)
        assert [case.message.pk for case in cases(sent, recall)] == [other.pk]

    def test_another_clinics_are_left_out(self, sent):
        elsewhere = factories.clinic(slug="elsewhere", name="Elsewhere Clinic")
        theirs = kit.send(kit.answer(factories.patient(at=elsewhere)))
        recall = kit.recall(sent)
        found = cases(sent, recall, phone__clinic=elsewhere)
        assert [case.message.pk for case in found] == [theirs.pk]

    def test_a_clinic_with_words_of_its_own_is_not_concerned(self, sent, june):
        june.clinic.wordset = content.make_wordset(slug="other", name="Other words")
        recall = kit.recall(sent)
        june.clinic.save()
        assert cases(sent, recall) == []

    def test_once_lifted_later_texts_are_not_meant(self, sent, june):
        recall = kit.recall(sent)
        content.lift_recall(
            recall=recall, by="Dr. Lena Fischer", now=NOW + timedelta(hours=1), because="wrong"
        )
        OutboundMessage.objects.filter(pk=sent.pk).update(queued_at=NOW + timedelta(hours=2))
        assert cases(sent, recall) == []
        OutboundMessage.objects.filter(pk=sent.pk).update(queued_at=NOW)
        assert len(cases(sent, recall)) == 1

    @pytest.mark.parametrize("many", [1, 6])
    def test_four_queries_however_many(self, sent, many, django_assert_num_queries):
        for _ in range(many):
            kit.send(kit.answer(factories.patient()))
        recall = kit.recall(sent)
        with django_assert_num_queries(4):
            found = cases(sent, recall)
            assert [(c.barrier, c.zone, c.language, c.told_on, c.due) for c in found]
        assert len(found) == many + 1


class TestMayBeTexted:
    def barrier(self, row):
        (case,) = cases(row)
        return case.barrier

    def test_who_agreed_may(self, sent):
        assert self.barrier(sent) == ""

    def test_who_has_left_may_not(self, sent, june):
        factories.texts(june, "STOP")
        assert self.barrier(sent) == "consent: revoked"

    def test_consent_is_that_of_the_whole_story(self, sent, june):
        for kind in (EventKind.REVOKED, EventKind.RESTORED):
            consent.note(
                phone=kit.phone_of(june), kind=kind, method=Method.VOICE, by="tests", now=NOW
            )
        assert self.barrier(sent) == ""

    def test_a_bad_number_may_not(self, sent, june):
        phone = kit.phone_of(june)
        phone.bad_reason = "a landline"
        phone.save()
        assert self.barrier(sent) == "number: a landline"

    def test_a_number_that_is_hers_no_more_may_not(self, sent, june):
        june.recipients.update(active=False)
        assert self.barrier(sent) == "she is no longer reached at this number"

    @pytest.mark.parametrize("state", [PatientState.HOSPICE, PatientState.PAUSED])
    def test_who_is_in_other_care_is_phoned(self, sent, june, state):
        type(june).objects.update(state=state)
        assert self.barrier(sent) == f"patient: {state}"

    def test_nothing_is_due_to_the_dead(self, sent, june):
        type(june).objects.update(state=PatientState.DIED)
        (case,) = cases(sent)
        assert not case.due

    def test_on_a_shared_phone_each_one_is_named(self, sent, june):
        factories.patient(name="Ray Whitfield", number=factories.number_of(june))
        OutboundMessage.objects.filter(pk=sent.pk).update(recipient=None)
        (case,) = cases(sent)
        names = [person.patient.name for person in case.people]
        assert (names, case.recipient) == (["June Whitfield", "Ray Whitfield"], None)
        assert (case.barrier, case.due, case.zone) == ("", True, "America/Chicago")


class TestMore:
    @pytest.fixture
    def half_told(self, june):
        """She was sent the beginning of a passage, so that MORE would bring the rest."""
        row = factories.texts(june, "ONJ").replies.get()
        OutboundMessage.objects.filter(pk=row.pk).update(span_end=row.span_start + 9)
        row.refresh_from_db()
        return kit.send(row)

    def more(self, who):
        return factories.texts(who, "MORE").replies.get()

    def test_it_brings_the_rest_while_the_words_stand(self, half_told, june):
        assert self.more(june).passage == half_told.passage

    def test_it_brings_nothing_of_what_is_recalled(self, half_told, june):
        kit.recall(half_told)
        assert self.more(june).template.slug == "MENU"

    def test_it_does_not_go_on_in_the_middle_of_another_document(self, half_told, june):
        factories.leaflet(f"{'Care for your teeth. ' * 2000}Ask your dentist what helps.")
        kit.recall(half_told)
        assert self.more(june).template.slug == "MENU"
