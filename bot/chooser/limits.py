"""What keeps the model cheap: a budget for each day, and answers that are remembered."""

from collections import OrderedDict
from datetime import date, datetime

from bot.core.errors import ModelError


class DailyBudget:
    """So many calls on each UTC day."""

    def __init__(self, calls: int) -> None:
        self._calls = calls
        self._day: date | None = None
        self._spent = 0

    def spend(self, now: datetime) -> None:
        """Take one call from the day's budget. Raise ModelError if it is spent."""
        if now.date() != self._day:
            self._day, self._spent = now.date(), 0
        if self._spent >= self._calls:
            raise ModelError(f"the budget of {self._calls} calls is spent until tomorrow (UTC)")
        self._spent += 1


class Remembered:
    """The replies to the last questions asked: a story that returns costs nothing."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._replies: OrderedDict[str, str] = OrderedDict()

    def get(self, key: str) -> str | None:
        """The reply to this question, if it was asked lately."""
        if key in self._replies:
            self._replies.move_to_end(key)
        return self._replies.get(key)

    def put(self, key: str, reply: str) -> None:
        """Remember a reply; the one that was not asked for the longest goes."""
        self._replies[key] = reply
        self._replies.move_to_end(key)
        if len(self._replies) > self._most:
            self._replies.popitem(last=False)
