"""The gate: from the Authorization header of a request to the viewer, or one and the same refusal."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from time import monotonic

import structlog

from jenjang.core import clock
from jenjang.core.errors import Unauthenticated
from jenjang.core.permission import Viewer
from jenjang.identity.accounts import Accounts, Known
from jenjang.identity.arrivals import Arrivals
from jenjang.identity.issuers import Issuers
from jenjang.identity.permissions import grants
from jenjang.identity.recent import Recent, Ticking
from jenjang.identity.tokens import Fault, Genuine, Verifier, is_readable

log = structlog.get_logger(__name__)

KEPT_FOR = 5.0
"""Seconds after which a viewer is looked up again: how long an ended role outlives its end."""
ROOM = 50_000


class Gate:
    """Lets in who bears a genuine token of an account in order."""

    def __init__(
        self,
        issuers: Issuers,
        accounts: Accounts,
        zones: Mapping[str, str],
        arrivals: Arrivals | None = None,
        *,
        now: Callable[[], datetime] = clock.now,
        ticking: Ticking = monotonic,
    ) -> None:
        """`arrivals`: who sees to first logins; without it there are none."""
        self._verifier = Verifier(issuers, now, ticking)
        self._issuers = issuers
        self._accounts = accounts
        self._arrivals = arrivals
        self._zones = zones
        self._now = now
        self._viewers: Recent[tuple[str, bytes], Viewer] = Recent(ROOM, ticking)
        self._asking: dict[tuple[str, bytes], asyncio.Task[Viewer]] = {}

    async def viewer(self, authorization: Sequence[str], place: str | None = None) -> Viewer:
        """Who asks, by the values of the request's Authorization headers.

        `place`: the government that the request's address names, if it does; it may not contradict the token.
        Raises Unauthenticated, the same for every fault: only our log has the reason.
        """
        try:
            genuine = await self._genuine(_bearer(authorization), place)
            known = self._viewers.get((genuine.tenant, genuine.mark))
            return known or await self._ask_once(genuine)
        except Fault as fault:
            log.info("refused at the gate", reason=str(fault))
            raise Unauthenticated from None

    async def _genuine(self, token: str, place: str | None) -> Genuine:
        if place is None:
            return await self._verifier.believed(token)
        if not is_readable(token):
            return await self._verifier.told(token, place)
        genuine = await self._verifier.believed(token)
        if genuine.tenant != place:
            raise Fault("of another government than the address")
        return genuine

    async def _ask_once(self, genuine: Genuine) -> Viewer:
        """Look the viewer up; whoever comes with the same token meanwhile waits for the same answer."""
        which = genuine.tenant, genuine.mark
        asking = self._asking.get(which)
        if asking is None:
            asking = asyncio.create_task(self._ask(genuine))
            self._asking[which] = asking
            asking.add_done_callback(lambda done: self._answered(which, done))
        return await asyncio.shield(asking)

    def _answered(self, which: tuple[str, bytes], asked: asyncio.Task[Viewer]) -> None:
        """Forget who asks; a fault is looked at even when everyone has stopped waiting for it."""
        del self._asking[which]
        if not asked.cancelled():
            asked.exception()

    async def _ask(self, genuine: Genuine) -> Viewer:
        now = self._now()
        today = clock.today(self._zones[genuine.tenant], now)
        found = await self._accounts.find(genuine, now, today)
        if found is None and await self._arrived(genuine):
            found = await self._accounts.find(genuine, now, today)
        known = _in_order(found, genuine)
        believed = self._issuers.find(known.issuer)
        if believed is None or believed.tenant != genuine.tenant:
            raise Fault("of a provider that is believed no more")
        viewer = _viewer(genuine, known)
        self._viewers.put(
            (genuine.tenant, genuine.mark), viewer, min(KEPT_FOR, genuine.expires - now.timestamp())
        )
        return viewer

    async def _arrived(self, genuine: Genuine) -> bool:
        """Whether somebody who was unknown has an account from now on."""
        issuer = self._issuers.find(genuine.issuer)
        if issuer is None or self._arrivals is None:
            return False
        return await self._arrivals.arrive(issuer, genuine.subject, genuine.named)


def _bearer(authorization: Sequence[str]) -> str:
    """The one bearer token (RFC 6750) of a request."""
    if len(authorization) != 1:
        raise Fault("no Authorization" if not authorization else "more than one Authorization")
    scheme, _, token = authorization[0].partition(" ")
    if scheme.lower() != "bearer":
        raise Fault("not a bearer token")
    return token


def _in_order(account: Known | None, genuine: Genuine) -> Known:
    if account is None:
        raise Fault("unknown account")
    if account.taken_back:
        raise Fault("taken back")
    if not account.admitted:
        raise Fault("waits to be admitted")
    if account.disabled:
        raise Fault("account disabled")
    if not account.in_service:
        raise Fault("no longer in service")
    if account.client not in (None, genuine.client):
        raise Fault("another client's account")
    return account


def _viewer(genuine: Genuine, account: Known) -> Viewer:
    return Viewer(
        tenant=genuine.tenant,
        account_id=account.id,
        roles=account.roles,
        grants=grants(account.holdings, genuine.scopes),
        employee_id=account.employee_id,
        client=genuine.client,
        units=account.units,
        registered_documents=account.registered_documents,
    )
