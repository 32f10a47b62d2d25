"""One signed-in connection to one site."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from jsdodbc import log
from jsdodbc.auth import Credentials, Scheme, SignIn, scheme_of
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error, Notice
from jsdodbc.meter import Statistics
from jsdodbc.settings import Settings
from jsdodbc.site import assets
from jsdodbc.site.deployment import Account, Deployment, Site, account_of, site_of
from jsdodbc.site.errors import ServiceError
from jsdodbc.site.network import Network
from jsdodbc.site.recent import Recent
from jsdodbc.site.requester import Requester
from jsdodbc.site.upload import Upload

Item = TypeVar("Item")
Made = TypeVar("Made")

API = "/rest/api/2"
_SERVER_INFO = f"{API}/serverInfo"
_MYSELF = f"{API}/myself"
_NOT_FOR_STRANGERS = (302, 303, 307, 401, 403)
_THREADS = {Deployment.CLOUD: 16, Deployment.DATA_CENTER: 8}


class Session:
    """Made by `open`. Safe from any thread.

    `api`: path of the platform API whose texts are plain (v2, on Cloud too). `statistics`: totals of calls, bytes,
    retries, waits. `recent`: issues that it changed.
    """

    api = API

    def __init__(self, requester: Requester, scheme: Scheme, site: Site, account: Account) -> None:
        self._requester = requester
        self.scheme = scheme
        self.site = site
        self.account = account
        self.settings = requester.settings
        self.recent = Recent()
        self._assets_root = ""
        self.max_threads = self.settings.max_threads or _THREADS[site.deployment]
        requester.signed_in = True
        requester.pace.allow(self.max_threads)

    @classmethod
    def open(cls, settings: Settings, cancellation: Cancellation) -> Session:
        """Sign in, once: a refused sign-in is never repeated. At most two requests one after the other.

        Raises Error 28000 when the site refuses the account, 08001 when there is no Jira to be reached at URL.
        """
        journal = log.Log(settings.logfile, settings.verbosity, settings.redact)
        try:
            return _open(settings, journal, cancellation)
        except Error:
            journal.close()
            raise

    @property
    def deployment(self) -> Deployment:
        return self.site.deployment

    @property
    def statistics(self) -> Statistics:
        return self._requester.statistics

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: object | None = None,
        cancellation: Cancellation,
        idempotent: bool = True,
        upload: Upload | None = None,
        anything: bool = False,
    ) -> bytes:
        """The whole body of the answer to `method` `path` (below the site's address, as "/rest/api/2/field"); `body` is
        sent as JSON, `upload` as a form. The answer must be JSON unless it may be `anything`.

        An idempotent request (any that only reads, whatever its method) is repeated when the site is busy, fails, or
        the connection breaks. Raises ServiceError (an Error with the HTTP status as `native` and the service's
        messages) when the site refuses, redirects, answers with a page instead of JSON or as to an anonymous visitor;
        Error 08S01 when the connection keeps breaking; TimedOut, Cancelled.
        """
        if path.startswith(assets.PREFIX):
            path = self._assets(cancellation) + path[len(assets.PREFIX) :]
        return self._requester.request(
            method,
            path,
            query=query,
            body=body,
            cancellation=cancellation,
            idempotent=idempotent,
            upload=upload,
            anything=anything,
        )

    def _assets(self, cancellation: Cancellation) -> str:
        self._assets_root = self._assets_root or assets.root(self, cancellation)
        return self._assets_root

    @property
    def behind_gateway(self) -> bool:
        """Whether requests go to Cloud's gateway instead of the site's own address."""
        return self.scheme.base_url != self.scheme.site_url

    def map(
        self,
        function: Callable[[Item], Made],
        items: Iterable[Item],
        *,
        cancellation: Cancellation,
        ahead: int | None = None,
    ) -> Iterator[Made]:
        """`function` of each item, in order, as many at once as the site may be asked; at most `ahead` results (default
        twice that) wait to be taken.

        A failure is raised at its place. Closing the iterator, or a failure, stops the rest.
        """
        from jsdodbc.site import fan  # connecting must not wait for concurrent.futures

        return fan.out(
            function, items, cancellation=cancellation, threads=self.max_threads, ahead=ahead or 2 * self.max_threads
        )

    def note(self, text: str, level: int = log.REQUESTS) -> None:
        """A line in the log."""
        self._requester.log.write(level, text)

    def close(self) -> None:
        """End the session; its statements should have ended."""
        self.scheme.close()
        self._requester.close()
        self._requester.log.close()


def _open(settings: Settings, journal: log.Log, cancellation: Cancellation) -> Session:
    network = Network(settings, journal)
    try:
        return _signed_in(settings, network, journal, cancellation)
    except BaseException:
        network.close()
        raise


def signed_out(settings: Settings, cancellation: Cancellation) -> list[Notice]:
    """Forget what a way of signing in keeps between connections; see `auth.Scheme.sign_out`."""
    journal = log.Log(settings.logfile, settings.verbosity, settings.redact)
    network = Network(settings, journal)
    try:
        asked = _SiteQuestion(settings, network, journal, cancellation)
        context = SignIn(settings, network, lambda text: journal.write(log.CONNECTIONS, text), asked.is_cloud)
        return scheme_of(context).sign_out(cancellation)
    finally:
        network.close()
        journal.close()


def _signed_in(settings: Settings, network: Network, journal: log.Log, cancellation: Cancellation) -> Session:
    asked = _SiteQuestion(settings, network, journal, cancellation)
    scheme = scheme_of(SignIn(settings, network, lambda text: journal.write(log.CONNECTIONS, text), asked.is_cloud))
    scheme.sign_in(cancellation)
    requester = Requester(replace(settings, url=scheme.site_url), scheme, network, journal)
    if scheme.without_account:
        return Session(requester, scheme, asked.known() or Site(Deployment.CLOUD), Account("", "", "UTC"))
    try:
        me = _object(requester.request("GET", _MYSELF, cancellation=cancellation), settings)
    except ServiceError as error:
        raise _explained(error, settings, scheme, asked.known()) from error
    site = asked.site(requester)
    account = account_of(me, site)
    if not account.identifier:
        raise Error(
            "08001",
            f"{settings.url} answered GET {_MYSELF} without an account. Check that URL is the address of Jira itself.",
        )
    journal.write(
        log.CONNECTIONS,
        f"signed in to {scheme.site_url} ({site.deployment.value} {site.version}) as {account.identifier}",
    )
    return Session(requester, scheme, site, account)


class _SiteQuestion:
    """What the site says of itself, asked while the sign-in is under way: without the account, so that no second
    sign-in can fail.
    """

    def __init__(self, settings: Settings, network: Network, journal: log.Log, cancellation: Cancellation) -> None:
        self._settings = settings
        self._cancellation = cancellation
        nobody = _Nobody(SignIn(settings, network, lambda _: None, lambda: settings.is_cloud))
        self._stranger = Requester(settings, nobody, network, journal)
        self._answer: dict[str, object] | Error | None = None
        self._thread: threading.Thread | None = None
        self._cloud = settings.is_cloud or not settings.url
        if not self._cloud:
            self._thread = threading.Thread(target=self._ask, args=(self._stranger,), name="serverInfo", daemon=True)
            self._thread.start()

    def is_cloud(self) -> bool:
        """Cloud tells strangers, so a site that doesn't is none. Raises Error when there is no answer."""
        known = self.known()
        if known is not None:
            return known.deployment is Deployment.CLOUD
        if isinstance(self._answer, ServiceError) and self._answer.status in _NOT_FOR_STRANGERS:
            return False
        raise self._failure()

    def site(self, requester: Requester) -> Site:
        """The answer; if strangers are not told, asks again as the account, which by then is known to be good. Raises
        Error.
        """
        known = self.known()
        if known is None and isinstance(self._answer, ServiceError):
            self._ask(requester)
            known = self.known()
        if known is None:
            raise self._failure()
        return known

    def known(self) -> Site | None:
        """The answer if there is one by now, waiting for what was asked."""
        if self._cloud:
            return Site(Deployment.CLOUD)
        if self._thread is not None:
            self._thread.join()
        return site_of(self._answer) if isinstance(self._answer, dict) else None

    def _failure(self) -> BaseException:
        return self._answer if isinstance(self._answer, Error) else AssertionError("no answer and no error")

    def _ask(self, requester: Requester) -> None:
        as_account = requester is not self._stranger
        try:
            body = requester.request("GET", _SERVER_INFO, cancellation=self._cancellation, as_account=as_account)
            self._answer = _object(body, self._settings)
        except Error as error:
            self._answer = error


class _Nobody(Scheme):
    """Asks as a stranger."""

    def credentials(self, method: str, url: str, cancellation: Cancellation) -> Credentials:
        return Credentials({})

    def remedy(self, *, cloud: bool, version: int) -> str:
        return ""


def _object(body: bytes, settings: Settings) -> dict[str, object]:
    with contextlib.suppress(ValueError):
        content = json.loads(body)
        if isinstance(content, dict):
            return content
    raise Error(
        "08001",
        f"{settings.url} answered with something that is not Jira's. Check that URL is the address of Jira itself.",
    )


def _explained(error: ServiceError, settings: Settings, scheme: Scheme, site: Site | None) -> Error:
    """The error of a sign-in that failed, with what is likely to be wrong."""
    if error.status == 404:
        return ServiceError(
            "08001",
            f"There is no Jira at {settings.url} (GET {_MYSELF}: 404). Check URL; if Jira lives below a path there, "
            "add it, "
            "as in https://jira.example.com/jira.",
            status=404,
        )
    if error.sqlstate in ("08S01", "HY000") and error.status < 500 and error.status != 429:
        return ServiceError("08001", error.message, status=error.status, messages=error.messages)
    if error.sqlstate != "28000" or "CAPTCHA" in error.message:
        return error
    cloud = site is None or site.deployment is Deployment.CLOUD
    remedy = scheme.remedy(cloud=cloud, version=0 if cloud or site is None else site.major)
    return ServiceError("28000", f"{_refusal(error)} {remedy}", status=error.status, messages=error.messages)


def _refusal(error: ServiceError) -> str:
    words = (
        error.message
        if "took no notice" in error.message
        else f"The site refused the sign-in (GET {_MYSELF}: {error.status})."
    )
    said = " ".join(error.messages)
    return f"{words} It says: {said.rstrip('.')}." if said else words
