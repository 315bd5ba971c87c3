"""The SentenceChooser over HTTP: any endpoint that speaks OpenAI's `chat/completions`.

https://platform.openai.com/docs/api-reference/chat/create; llama.cpp, Ollama, vLLM and most vendors speak it.
"""

import asyncio
import hashlib
import json
from datetime import UTC, datetime, timedelta

import aiohttp
from pydantic import BaseModel, Field
from yarl import URL

from bot.chooser.limits import DailyBudget, Remembered
from bot.chooser.prompt import REPLY_LIMIT, Messages, choice_in, question
from bot.core.choices import Choice, Choices
from bot.core.errors import ConfigError, ModelError

TIMEOUT_S = 15.0
REST = timedelta(minutes=5)
"""After a failure nobody is asked: a dead endpoint costs one item's wait, not every item's."""
BODY_LIMIT_BYTES = 65_536
REMEMBERED = 1_000
_LIMITS = {"max_tokens": 100, "temperature": 0}
# OpenAI's reasoning models refuse both with a 400; what they think unseen counts as output.
_OTHER_LIMITS = {"max_completion_tokens": 2_000}


class _Message(BaseModel):
    content: str | None = None


class _Option(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: list[_Option] = Field(min_length=1)


class ModelChooser:
    """Asks a model for numbers. The key goes into one header and nowhere else."""

    def __init__(
        self,
        url: str,
        *,
        model: str,
        key: str = "",
        facts: bool = False,
        daily_calls: int = 200,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.facts = facts
        self._url = _address(url)
        if not model:
            raise ConfigError("CIVICWATCH_MODEL_NAME: not set, but CIVICWATCH_MODEL_URL is. Name the model.")
        self._model = model
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._budget = DailyBudget(daily_calls)
        self._timeout_s = timeout_s
        self._known = Remembered(REMEMBERED)
        self._limits = _LIMITS
        self._rest_until = datetime.min.replace(tzinfo=UTC)
        self._opened: aiohttp.ClientSession | None = None

    async def choose(self, choices: Choices, *, now: datetime) -> Choice:
        """Choose. Raise ModelError if the model can't be asked now, ChoiceError if its answer is none."""
        messages = question(choices)
        key = hashlib.sha256(json.dumps(messages).encode()).hexdigest()
        reply = self._known.get(key)
        if reply is None:
            reply = await self._asked(messages, now)
            # Useless replies too: asking again would pay again for the same.
            self._known.put(key, reply)
        return choice_in(reply)

    async def close(self) -> None:
        """Close the connection."""
        session, self._opened = self._opened, None
        if session:
            await session.close()

    async def _asked(self, messages: Messages, now: datetime) -> str:
        if now < self._rest_until:
            raise ModelError(f"failed lately, not asked again before {self._rest_until:%H:%M} UTC")
        try:
            return await self._answered(messages, now)
        except TimeoutError as exc:
            self._rest_until = now + REST
            raise ModelError(f"no answer within {self._timeout_s:g} s") from exc
        except (aiohttp.ClientError, OSError, ValueError) as exc:
            # Only the kind of the error: its text may quote the address.
            self._rest_until = now + REST
            raise ModelError(f"no usable answer ({type(exc).__name__})") from exc

    async def _answered(self, messages: Messages, now: datetime) -> str:
        status, body = await self._posted(messages, self._limits, now)
        if status == 400 and self._limits is _LIMITS:
            status, body = await self._posted(messages, _OTHER_LIMITS, now)
            self._limits = _OTHER_LIMITS if status == 200 else _LIMITS
        if status != 200:
            self._rest_until = now + REST
            raise ModelError(f"HTTP {status}")  # the body may quote the key
        completion = _Completion.model_validate_json(body)
        return (completion.choices[0].message.content or "")[:REPLY_LIMIT]

    async def _posted(self, messages: Messages, limits: dict[str, int], now: datetime) -> tuple[int, bytes]:
        self._budget.spend(now)
        request = {"model": self._model, "messages": messages, **limits}
        async with asyncio.timeout(self._timeout_s):
            # No redirects: the key and the item would follow them.
            async with self._session().post(self._url, json=request, allow_redirects=False) as response:
                return response.status, await _read(response)

    def _session(self) -> aiohttp.ClientSession:
        self._opened = self._opened or aiohttp.ClientSession(
            headers=self._headers | {"Accept-Encoding": "identity"},
            auto_decompress=False,  # a small answer may unpack into gigabytes
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
        )
        return self._opened


def _address(url: str) -> URL:
    try:
        base = URL(url)
    except ValueError:
        base = URL()
    if base.scheme not in ("http", "https") or not base.host:
        raise ConfigError("CIVICWATCH_MODEL_URL: must start with http:// or https://, like https://HOST/v1.")
    return base / "chat" / "completions"


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(16_384):
        body += chunk
        if len(body) > BODY_LIMIT_BYTES:
            raise aiohttp.ClientPayloadError("larger than any answer")
    return bytes(body)
