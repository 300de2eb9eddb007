"""The order of what waits: what has no term never above what is due today."""

from datetime import date, timedelta

from weerklank.services.waits.task import Ask, Task, by_urgency

TODAY = date(2026, 3, 2)
A_DAY = timedelta(days=1)


def test_what_has_no_term_stands_under_what_is_due_today() -> None:
    damage = Task(ask=Ask.DAMAGE, day=TODAY - 9 * A_DAY)
    hand_in = Task(ask=Ask.HANDIN_WAITS, subject="a1")
    policy = Task(ask=Ask.POLICY_MISSING)
    gaps = Task(ask=Ask.GAPS, subject="a2", day=TODAY - 2 * A_DAY)
    due = Task(ask=Ask.HANDIN_DUE, subject="a3", day=TODAY)
    never = Task(ask=Ask.NEVER_CHECKED)
    tasks = [never, due, gaps, policy, hand_in, damage]
    assert by_urgency(tasks, TODAY) == [damage, gaps, due, hand_in, policy, never]
    overdue = by_urgency(tasks, TODAY + A_DAY)
    assert overdue.index(due) < overdue.index(hand_in)


def test_a_term_that_does_not_end_yet_moves_nothing() -> None:
    hand_in = Task(ask=Ask.HANDIN_WAITS, subject="a1")
    due = Task(ask=Ask.HANDIN_DUE, subject="a3", day=TODAY + A_DAY)
    # Of what waits since a day, that day is no term.
    since = Task(ask=Ask.CHECK_OLD, day=TODAY)
    assert by_urgency([since, due, hand_in], TODAY) == [hand_in, due, since]
    dossiers = [
        Task(ask=Ask.DOSSIER_WAITS, subject=str(left), day=TODAY + left * A_DAY)
        for left in (20, 3, 9)
    ]
    assert [one.subject for one in by_urgency(dossiers, TODAY)] == ["3", "9", "20"]
