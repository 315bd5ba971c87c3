"""Every error of ours, by what its reader can do about it.

CivicwatchError                 one line: what, where, how to mend it
├── ConfigError                 feeds.yaml, settings, arguments: exit code 2 for arguments, else 1
├── UsageError                  a chat or shell user typed something we can't read
├── StoreError                  the database can't be reached or written
├── MovedError                  the installation lives in another database now: stop
├── ModelError                  the language model can't be asked now: what the rules chose stands
├── ChoiceError                 its answer is none of what was offered: the same, for this item
├── FeedError                   this poll of this feed failed; carries an advice
│   ├── FetchError              no usable answer over HTTP
│   └── ParseError              an answer that is no feed
└── DeliveryError
    ├── TemporaryDeliveryError  try again after retry_after_s; nothing was posted
    │   └── CredentialsRefusedError  the platform refuses our token: the operator must give another one
    ├── DeliveryInDoubtError    the request went out, the answer is lost: may or may not be posted
    └── PermanentDeliveryError
        ├── ContentRefusedError     this content will never be accepted
        ├── MessageGoneError        the message to edit was deleted: stop editing it
        └── ChannelGoneError        the channel, or the whole workspace, takes nothing from us
"""


class CivicwatchError(Exception):
    """Base of all our errors; its text is one line that a person can act on."""


class ConfigError(CivicwatchError):
    """A file or a setting is wrong; the text names file, line, field and mend."""


class UsageError(CivicwatchError):
    """A command could not be read; the text says what was wrong and shows the right form."""


class StoreError(CivicwatchError):
    """The database could not be reached or refused the work."""


class MovedError(CivicwatchError):
    """The installation was moved to another database, which posts now: stop working on this one."""


class ModelError(CivicwatchError):
    """The optional language model gave no answer or may not be asked; ask no more for a while."""


class ChoiceError(CivicwatchError):
    """An answer came, and it is not one of the choices that were offered."""


class FeedError(CivicwatchError):
    """One poll of one feed failed.

    `kind` is a short stable word for counting (`timeout`, `http_403`, `blocked_by_cdn`, `not_a_feed` …),
    `advice` what the operator may do.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: str,
        advice: str = "",
        status: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.advice = advice
        self.status = status
        self.retry_after_s = retry_after_s

    @property
    def advised(self) -> str:
        """What happened and what may be done about it, in one line."""
        return f"{self}: {self.advice}" if self.advice else str(self)


class FetchError(FeedError):
    """No usable HTTP answer."""


class ParseError(FeedError):
    """The body is no feed that we can read."""


class DeliveryError(CivicwatchError):
    """A message did not demonstrably reach its channel."""


class TemporaryDeliveryError(DeliveryError):
    """Nothing was posted; try again after `retry_after_s` seconds (None: back off).

    `counts` is False for rate limits, which are no failed attempts. `whole_platform` means that the limit
    holds for every channel of the adapter, not for this one only.
    """

    def __init__(
        self,
        message: str,
        *,
        retry_after_s: float | None = None,
        counts: bool = True,
        whole_platform: bool = False,
    ) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
        self.counts = counts
        self.whole_platform = whole_platform


CREDENTIALS_WAIT_S = 3600.0
"""How long a refused token is not tried again by itself: outages of platforms have refused good ones."""


class CredentialsRefusedError(TemporaryDeliveryError):
    """The platform takes nothing with this token, wherever; `advice` says how to get another one."""

    def __init__(self, message: str, *, advice: str) -> None:
        super().__init__(message, retry_after_s=CREDENTIALS_WAIT_S, counts=False, whole_platform=True)
        self.advice = advice


class DeliveryInDoubtError(DeliveryError):
    """The request went out and no answer came back: the message may stand in the channel."""


class PermanentDeliveryError(DeliveryError):
    """Trying again will not help."""


class ContentRefusedError(PermanentDeliveryError):
    """The platform refuses this content, or we can't word or render it; a plainer form may pass."""


class MessageGoneError(PermanentDeliveryError):
    """The message that should be edited or answered no longer exists or does not allow it."""


class ChannelGoneError(PermanentDeliveryError):
    """The channel takes nothing from us until a person changes something.

    `advice` names that change (the missing permission, the invitation). `whole_workspace` means that every
    channel of the workspace is affected (a missing scope).
    """

    def __init__(self, message: str, *, advice: str, whole_workspace: bool = False) -> None:
        super().__init__(message)
        self.advice = advice
        self.whole_workspace = whole_workspace
