"""discord.py's HTTP layer with one attempt a request: our lanes decide about waiting and repeating.

discord.py itself sleeps on 429, repeats after 5xx and knows no total time limit: a delivery would hang
longer than its lease lasts, and a repeat would go unrecorded.
"""

import asyncio
import json
import math
from collections.abc import Callable
from typing import Any

import aiohttp
import structlog
from discord.http import HTTPClient, Route

from bot.adapters.discord.outcomes import BLOCKED_WAIT_S, RefusalError
from bot.adapters.punctual import TURN, PunctualRequest, Seconds
from bot.core.errors import CREDENTIALS_WAIT_S, DeliveryInDoubtError, TemporaryDeliveryError

log = structlog.get_logger(__name__)

# Below the time that a delivery's lease leaves for sending, so that we learn the outcome ourselves.
TIMEOUT_S = 8.0
BODY_LIMIT_BYTES = 8_000_000
# Discord takes 50 of one bot, answers to commands apart; on the way some may come closer together.
REQUESTS_PER_S = 47
_LONGEST_WAIT_S = 86_400.0
_BUCKETS = 4096
_GLOBAL = ""
_ME = "/users/@me"


class OneAttemptClient(HTTPClient):
    """Builds requests as discord.py does and sends each exactly once, or not at all while a limit lasts."""

    def __init__(self, token: str, *, api_url: str, clock: Callable[[], float], timeout_s: float) -> None:
        super().__init__(asyncio.get_running_loop())
        self.token = token
        self._timeout = aiohttp.ClientTimeout(total=timeout_s, connect=timeout_s / 2)
        self._api_url = api_url.rstrip("/")
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._open_at: dict[str, float] = {}
        self._bucket_of: dict[str, str] = {}
        self._refused_until = -math.inf
        self._seconds = Seconds(REQUESTS_PER_S)

    async def close(self) -> None:
        """End the connections."""
        if self._session is not None:
            await self._session.close()

    async def request(self, route: Route, **kwargs: Any) -> Any:  # noqa: ANN401 - discord.py's own signature
        """Do one request. Raise RefusalError, TemporaryDeliveryError or DeliveryInDoubtError."""
        repeatable = route.method != "POST" or route.path.endswith(("/threads", "/@me/channels"))
        self._check_limits(route)
        turn = TURN.set(self._turn)
        try:
            async with self._connected().request(
                route.method,
                self._api_url + route.url.removeprefix(Route.BASE),
                json=kwargs.get("json"),
                params=kwargs.get("params"),
                headers={"User-Agent": self.user_agent, "Authorization": f"Bot {self.token}"},
                allow_redirects=False,
            ) as response:
                body = await _body(response)
                self._note_limits(route, response, body)
                if not 200 <= response.status < 300:
                    refusal = self._refusal(response, body, repeatable=repeatable)
                    if refusal.by_edge and route.path != _ME:
                        refusal.whole_platform = await self._edge_refuses_all()
                    raise refusal
                if body is None and response.status != 204:
                    raise aiohttp.ClientPayloadError("the answer is not Discord's")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as exc:
            raise TemporaryDeliveryError(f"Discord can't be reached: {_reason(exc)}") from exc
        except (aiohttp.ClientError, TimeoutError, OSError) as exc:
            said = f"Discord's answer was lost: {_reason(exc)}"
            raise (TemporaryDeliveryError(said) if repeatable else DeliveryInDoubtError(said)) from exc
        finally:
            TURN.reset(turn)
        return body

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=self._timeout, cookie_jar=aiohttp.DummyCookieJar(), request_class=PunctualRequest
            )
        return self._session

    async def _edge_refuses_all(self) -> bool:
        """Whether what stands between Discord and us lets nothing pass, or disliked one request only."""
        try:
            await self.request(Route("GET", _ME))
        except RefusalError as exc:
            return exc.by_edge
        except (TemporaryDeliveryError, DeliveryInDoubtError):
            return True
        return False

    # --- limits -----------------------------------------------------------------------------------------

    async def _turn(self) -> None:
        """What a busy moment held up must not leave in one bunch."""
        now = asyncio.get_running_loop().time
        # Asked again after each wait: a process that was stopped meanwhile wakes with all of them at once.
        while (wait_s := self._seconds.wait_s(now())) > 0:  # noqa: ASYNC110 - time passes, nothing happens
            await asyncio.sleep(wait_s)

    def _check_limits(self, route: Route) -> None:
        """Refuse what Discord would refuse: 10,000 invalid requests in ten minutes ban the address."""
        if self._clock() < self._refused_until:
            raise RefusalError(401, 0, "the token was refused before")
        for bucket in (_GLOBAL, self._bucket(route)):
            wait_s = self._open_at.get(bucket, 0.0) - self._clock()
            if wait_s > 0:
                raise RefusalError(
                    429, 0, "a limit lasts", retry_after_s=wait_s, whole_platform=bucket == _GLOBAL
                )

    def rest_s(self, channel_id: str) -> float | None:
        """How long the channel's limits for posts and edits last; None if Discord has told none."""
        routes = (
            Route("POST", "/channels/{channel_id}/messages", channel_id=channel_id),
            Route(
                "PATCH", "/channels/{channel_id}/messages/{message_id}", channel_id=channel_id, message_id="0"
            ),
        )
        known = [at for route in routes if (at := self._open_at.get(self._bucket(route))) is not None]
        return max(max(known) - self._clock(), 0.0) if known else None

    def _bucket(self, route: Route) -> str:
        return f"{self._bucket_of.get(route.key, route.key)}:{route.major_parameters}"

    def _note_limits(self, route: Route, response: aiohttp.ClientResponse, body: object) -> None:
        """Remember until when this route, or everything, is closed."""
        headers = response.headers
        if bucket := headers.get("X-RateLimit-Bucket"):
            self._bucket_of[route.key] = bucket
        if response.status == 429:
            wait_s, whole = _told_wait(response, body)
            self._close_for(_GLOBAL if whole else self._bucket(route), wait_s or 1.0)
        elif remaining := headers.get("X-RateLimit-Remaining"):
            reset_s = _seconds(headers.get("X-RateLimit-Reset-After")) or 0.0
            self._close_for(self._bucket(route), reset_s if remaining == "0" else 0.0)

    def _close_for(self, bucket: str, wait_s: float) -> None:
        if len(self._open_at) >= _BUCKETS:
            now = self._clock()
            self._open_at = {name: at for name, at in self._open_at.items() if at > now}
        self._open_at[bucket] = self._clock() + wait_s

    def _refusal(self, response: aiohttp.ClientResponse, body: object, *, repeatable: bool) -> RefusalError:
        wait_s, whole = _told_wait(response, body)
        fields = body if isinstance(body, dict) else {}
        code = fields.get("code")
        if response.status == 401 and code is not None:
            self._refused_until = self._clock() + CREDENTIALS_WAIT_S
        refusal = RefusalError(
            response.status,
            code if isinstance(code, int) else None,
            str(fields.get("message", ""))[:200],
            retry_after_s=wait_s,
            whole_platform=whole,
            repeatable=repeatable,
        )
        log.info("discord refused", status=refusal.status, code=refusal.code, detail=refusal.detail,
                 errors=json.dumps(fields.get("errors"))[:500] if "errors" in fields else None)  # fmt: skip
        return refusal


async def _body(response: aiohttp.ClientResponse) -> object:
    """The answer's JSON, or None where it is none (an error page of something in between)."""
    data = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        data += chunk
        if len(data) > BODY_LIMIT_BYTES:
            raise aiohttp.ClientPayloadError("the answer is too long")
    try:
        return json.loads(data) if data else None
    except ValueError:
        return None


def _told_wait(response: aiohttp.ClientResponse, body: object) -> tuple[float | None, bool]:
    """How long to wait, and whether for everything: Discord says so, or Cloudflare blocked our address."""
    fields = body if isinstance(body, dict) else {}
    wait_s = _seconds(fields.get("retry_after"))
    if wait_s is None:
        wait_s = _seconds(response.headers.get("Retry-After"))
    if response.status == 429 and not fields:
        return wait_s or BLOCKED_WAIT_S, True
    whole = bool(fields.get("global")) or response.headers.get("X-RateLimit-Scope") == "global"
    return wait_s, response.status == 429 and whole


def _seconds(value: object) -> float | None:
    if not isinstance(value, (int, float, str)):
        return None
    try:
        seconds = float(value)
    except ValueError:
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT_S) if math.isfinite(seconds) else None


def _reason(exc: BaseException) -> str:
    return str(exc)[:200] or type(exc).__name__
