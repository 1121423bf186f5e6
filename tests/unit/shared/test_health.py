"""Healthy means progress, not an open port."""

import pytest

from shared.health import Health


class Clock:
    """Seconds that pass when told."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def health(clock: Clock) -> Health:
    return Health(stall_after_seconds=60, clock=clock)


def test_idle_is_healthy_for_ever(health: Health, clock: Clock) -> None:
    clock.now += 100_000
    assert health.stalled() is None


def test_waiting_work_without_progress_is_a_stall(health: Health, clock: Clock) -> None:
    health.work_waiting(5)
    clock.now += 59
    assert health.stalled() is None
    clock.now += 1
    assert health.stalled() == "5 messages wait and none was handled for 60 s"


def test_progress_resets_the_clock(health: Health, clock: Clock) -> None:
    health.work_waiting(5)
    clock.now += 59
    health.progressed()
    clock.now += 59
    assert health.stalled() is None


def test_an_idle_hour_does_not_count_against_new_work(health: Health, clock: Clock) -> None:
    clock.now += 3600
    health.work_waiting(1)
    assert health.stalled() is None


def test_waiting_for_a_server_is_no_stall_and_is_said(health: Health, clock: Clock) -> None:
    health.ready = True
    health.work_waiting(5)
    health.waiting_for("kafka", "connection refused")
    clock.now += 600
    assert health.stalled() is None
    assert health.not_ready_because() == ["waiting for kafka: connection refused"]
    health.answered("kafka")
    assert health.stalled() is None
    assert health.not_ready_because() == []
    clock.now += 60
    assert health.stalled()


def test_a_broker_that_answers_and_does_not_confirm_is_waited_for(health: Health) -> None:
    health.ready = True
    health.waiting_for("kafka", "no confirmation came", to="confirm")
    health.answered("kafka")
    assert health.not_ready_because() == ["waiting for kafka to confirm: no confirmation came"]
    health.answered("kafka", to="confirm")
    assert health.not_ready_because() == []


def test_not_ready_until_said_so(health: Health) -> None:
    assert health.not_ready_because() == ["starting"]
