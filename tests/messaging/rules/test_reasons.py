from messaging.rules.reasons import Reason, sentence


def test_every_reason_has_its_own_sentence() -> None:
    said = {sentence(reason) for reason in Reason}
    assert len(said) == len(Reason)
    assert all(text.endswith(".") for text in said)


def test_a_reason_from_another_time_is_shown_as_it_is() -> None:
    assert sentence("moved to the moon") == "moved to the moon"
