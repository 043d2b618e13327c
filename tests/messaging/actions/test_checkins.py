"""Check-ins: one question at a time, every answer stored and judged, silence chased."""

from datetime import UTC, datetime, timedelta

import pytest

from content import actions as content
from content.models import Template
from messaging.actions import chasing, checkins
from messaging.actions.checkins import Ask
from messaging.actions.composing import NoWords
from messaging.models import Alert, CheckIn, OutboundMessage, Patient, Question
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def ask(who, *slugs: str, now=NOW, symptom="") -> CheckIn:
    asks = [Ask(slug, symptom if slug == "Q-SEV" else "") for slug in slugs]
    return checkins.open_(recipient=who.recipients.get(), asks=asks, now=now)


def states(check_in) -> list[str]:
    return list(check_in.questions.order_by("position", "pk").values_list("state", flat=True))


def replied(came) -> list[str]:
    return [row.template.slug for row in came.replies.order_by("id") if row.template]


def retire(slug) -> None:
    content.retire(
        wordset=factories.words(),
        templates=Template.objects.filter(slug=slug),
        by=content.DEMO_REVIEWER,
        now=NOW,
    )


class TestAsking:
    def test_only_the_first_question_goes(self, june):
        assert states(ask(june, "Q-CORD", "Q-PAIN")) == ["open", "waiting"]
        assert kit.texts_of(june) == ["Q-CORD"]

    def test_the_next_goes_with_the_answer(self, june):
        ask(june, "Q-CORD", "Q-PAIN")
        factories.texts(june, "n")
        assert kit.texts_of(june) == ["Q-CORD", "Q-PAIN"]

    def test_a_new_check_in_overtakes_the_old(self, june):
        old = ask(june, "Q-CORD", "Q-PAIN")
        ask(june, "Q-TEMP")
        assert states(old) == ["superseded", "superseded"]

    def test_two_symptoms_are_two_questions(self, june):
        asks = [Ask("Q-SEV", "nausea"), Ask("Q-SEV", "tiredness")]
        made = checkins.open_(recipient=june.recipients.get(), asks=asks, now=NOW)
        assert states(made) == ["open", "waiting"]

    def test_the_symptom_stands_in_the_question(self, june):
        ask(june, "Q-SEV", symptom="nausea")
        assert "nausea" in OutboundMessage.objects.get().body

    def test_a_question_without_approved_words_is_a_persons_to_ask(self, june):
        retire("Q-CORD")
        assert states(ask(june, "Q-CORD", "Q-PAIN")) == ["superseded", "open"]
        assert kit.kinds(june) == ["unanswered"]

    def test_without_any_approved_question_there_is_no_check_in(self, june):
        retire("Q-PAIN")
        with pytest.raises(NoWords):
            ask(june, "Q-PAIN")


class TestAnswers:
    @pytest.mark.parametrize(
        ("slug", "said", "value", "level", "reply"),
        [
            ("Q-PAIN", "3", "3", None, "R-OK"),
            ("Q-PAIN", "8", "8", "SAME_DAY", "R-PAIN7"),
            ("Q-PAIN", "ten!!", "10", "URGENT", "R-PAIN9"),
            ("Q-CORD", "Y", "yes", "EMERGENCY", "R-EMERG"),
            ("Q-TEMP", "yes", "yes", "EMERGENCY", "R-FEVER"),
            ("Q-TEMP", "101.2", "101.2", "EMERGENCY", "R-FEVER"),
            ("Q-CALC", "si", "yes", "URGENT", "R-URGENT"),
            ("Q-MOUTH", "y", "yes", "SAME_DAY", "R-SAMEDAY"),
            ("Q-MOUTH", "no", "no", None, "R-OK"),
        ],
    )
    def test_each_is_stored_judged_and_replied_to(self, june, slug, said, value, level, reply):
        ask(june, slug)
        came = factories.texts(june, said)
        assert Question.objects.get().value == value
        assert [alert.level for alert in Alert.objects.all()] == ([level] if level else [])
        assert replied(came) == [reply]

    def test_it_points_at_the_text(self, june):
        ask(june, "Q-PAIN")
        came = factories.texts(june, "4")
        assert Question.objects.get().answered_by == came

    def test_a_rise_by_two_is_a_same_day_alert(self, june):
        for days, score in ((0, "3"), (7, "5")):
            ask(june, "Q-PAIN", now=NOW + timedelta(days=days))
            factories.texts(june, score, now=NOW + timedelta(days=days))
        assert Alert.objects.get().level == "SAME_DAY"

    def test_a_red_flag_beside_a_score_keeps_both(self, june):
        ask(june, "Q-PAIN")
        factories.texts(june, "6 and i cant feel my legs")
        assert Alert.objects.get().flag == "cord-compression"
        assert Question.objects.get().value == "6"

    def test_the_first_pressing_answer_ends_the_flow(self, june):
        made = ask(june, "Q-CORD", "Q-PAIN")
        factories.texts(june, "y")
        assert states(made) == ["answered", "superseded"]

    def test_the_closing_reply_is_that_of_the_worst_answer(self, june):
        ask(june, "Q-MOUTH", "Q-PAIN")
        factories.texts(june, "y")
        assert replied(factories.texts(june, "2")) == ["R-SAMEDAY"]

    def test_the_alert_stands_where_the_next_question_may_not_be_sent(self, june):
        ask(june, "Q-MOUTH", "Q-PAIN")
        retire("Q-PAIN")
        came = factories.texts(june, "y")
        assert Alert.objects.get().level == "SAME_DAY"
        assert replied(came) == ["R-SAMEDAY"]

    def test_a_dentist_visit_clears_the_gate(self, june):
        ask(june, "T-DENTIST")
        factories.texts(june, "y")
        june.refresh_from_db()
        assert june.dentist_seen_on == factories.TODAY

    def test_no_dentist_yet_is_a_task(self, june):
        ask(june, "T-DENTIST")
        factories.texts(june, "n")
        assert kit.kinds(june) == ["dental_gate"]


class TestAFall:
    def test_it_is_followed_by_whether_she_can_stand(self, june):
        ask(june, "Q-BREAK")
        factories.texts(june, "y")
        assert kit.texts_of(june) == ["Q-BREAK", "Q-STAND"]
        assert Alert.objects.get().level == "SAME_DAY"

    def test_who_cannot_stand_is_an_emergency(self, june):
        ask(june, "Q-BREAK")
        factories.texts(june, "y")
        came = factories.texts(june, "n")
        assert replied(came) == ["R-EMERG"]
        assert {alert.level for alert in Alert.objects.all()} == {"EMERGENCY", "SAME_DAY"}

    def test_who_can_stand_is_told_to_call_today(self, june):
        ask(june, "Q-BREAK")
        factories.texts(june, "y")
        assert replied(factories.texts(june, "y")) == ["R-SAMEDAY"]


class TestUnclear:
    def test_it_is_asked_again_once(self, june):
        ask(june, "Q-PAIN")
        assert replied(factories.texts(june, "same as always")) == ["R-RETRY-PAIN"]
        assert not Alert.objects.exists()

    def test_then_a_person_reads_it(self, june):
        made = ask(june, "Q-PAIN")
        factories.texts(june, "same as always")
        came = factories.texts(june, "you know how it is")
        alert = Alert.objects.get()
        assert (alert.level, alert.inbound, states(made)) == ("REVIEW", came, ["unclear"])

    def test_it_is_not_asked_a_third_time(self, june):
        ask(june, "Q-PAIN")
        factories.texts(june, "same as always")
        assert replied(factories.texts(june, "you know how it is")) == ["R-UNSURE"]

    def test_the_other_questions_are_still_asked(self, june):
        made = ask(june, "Q-PAIN", "Q-MOUTH")
        factories.texts(june, "same as always")
        factories.texts(june, "you know how it is")
        assert states(made) == ["unclear", "open"]

    def test_the_last_one_closes_the_check_in(self, june):
        made = ask(june, "Q-PAIN")
        factories.texts(june, "same as always")
        factories.texts(june, "you know how it is")
        made.refresh_from_db()
        assert made.closed_at == NOW


class TestSilence:
    def nudges(self) -> int:
        return OutboundMessage.objects.filter(dedupe_key__startswith="nudge:").count()

    @pytest.mark.parametrize(
        ("slug", "before", "after"), [("Q-PAIN", 23, 24), ("Q-TEMP", 1, 2)], ids=["a day", "2 h"]
    )
    def test_one_nudge(self, june, slug, before, after):
        ask(june, slug)
        chasing.chase(now=NOW + before * HOUR)
        assert self.nudges() == 0
        chasing.chase(now=NOW + after * HOUR)
        chasing.chase(now=NOW + (after + 1) * HOUR)
        assert self.nudges() == 1

    def test_the_nudge_is_useful_till_the_question_closes(self, june):
        ask(june, "Q-PAIN")
        kit.send(OutboundMessage.objects.get())
        chasing.chase(now=NOW + 25 * HOUR)
        row = OutboundMessage.objects.get(dedupe_key__startswith="nudge:")
        assert kit.send(row, now=NOW + 25 * HOUR).state == "ACCEPTED"
        assert row.useful_until == NOW + 48 * HOUR

    def test_no_nudge_at_night(self, june, provider):
        late = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)  # 21:00 in Chicago
        ask(june, "Q-PAIN", now=late)
        chasing.chase(now=late + 24 * HOUR)
        row = OutboundMessage.objects.get(dedupe_key__startswith="nudge:")
        assert kit.send(row, now=late + 24 * HOUR).state == "QUEUED"

    def test_one_question_without_words_does_not_stop_the_others(self, june):
        ask(june, "Q-PAIN")
        ask(factories.patient(), "Q-CORD")
        retire("Q-PAIN")
        chasing.chase(now=NOW + 25 * HOUR)
        assert self.nudges() == 1

    def test_it_closes_after_two_days(self, june):
        made = ask(june, "Q-CORD", "Q-PAIN")
        chasing.chase(now=NOW + 48 * HOUR)
        made.refresh_from_db()
        assert states(made) == ["missed", "missed"]
        assert made.closed_at == NOW + 48 * HOUR

    def test_once_is_not_yet_a_task(self, june):
        ask(june, "Q-PAIN")
        chasing.chase(now=NOW + 48 * HOUR)
        assert kit.kinds(june) == []

    def test_twice_is_a_task(self, june):
        for days in (0, 7):
            ask(june, "Q-PAIN", now=NOW + timedelta(days=days))
            chasing.chase(now=NOW + timedelta(days=days + 2))
        assert kit.kinds(june) == ["silent"]

    def test_a_fever_question_is_a_task_at_once(self, june):
        ask(june, "Q-TEMP")
        chasing.chase(now=NOW + 48 * HOUR)
        assert kit.kinds(june) == ["silent"]

    def test_a_late_answer_still_counts(self, june):
        ask(june, "Q-CORD")
        chasing.chase(now=NOW + 48 * HOUR)
        factories.texts(june, "yes", now=NOW + 50 * HOUR)
        assert Alert.objects.get().level == "EMERGENCY"

    def test_a_very_late_one_answers_nothing(self, june):
        ask(june, "Q-CORD")
        chasing.chase(now=NOW + 48 * HOUR)
        factories.texts(june, "yes", now=NOW + 121 * HOUR)
        assert not Alert.objects.exists()


def test_an_answer_from_who_has_left_is_not_taken_for_consent(june):
    ask(june, "Q-CORD")
    factories.texts(june, "STOP")
    factories.texts(june, "yes")
    assert Patient.objects.get() == june
    assert kit.phone_of(june).consent_events.filter(kind="given").count() == 1
