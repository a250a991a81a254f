"""The network a person has: proxies, what goes past them, and whom https trusts.

``HTTP_PROXY``, ``HTTPS_PROXY``, ``ALL_PROXY``, ``NO_PROXY``, ``SSL_CERT_FILE`` and
``SSL_CERT_DIR`` are read here and by nobody else, so that a setting that cannot be used
is named before anything is sent, and never stands between this machine and itself.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

SYSTEM: Final = "the system's proxy setting"
BRACKETS: Final = re.compile(r"^\[(.*)\](?=$|/)")
SOCKS: Final = frozenset({"socks", "socks5", "socks5h"})


class NotSent(Exception):
    """No connection was made, so nothing was sent."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy and the setting that names it.

    Attributes:
        variable: The setting.
        url: Its address, with a name and password where it has them.
    """

    variable: str
    url: str = field(repr=False)

    def __str__(self) -> str:
        """Name it without its password."""
        scheme, sign, rest = self.url.rpartition("://")
        return f"{self.variable}={scheme}{sign}{rest.rpartition('@')[2]}"


@dataclass(frozen=True, slots=True)
class Route:
    """How a host is reached.

    Attributes:
        secure: Whether by https.
        proxy: Through which proxy, if through any.
    """

    secure: bool
    proxy: Proxy | None


class Network:
    """The settings of one environment.

    Args:
        environ: The environment.
        system: The system's proxies by scheme, where the environment has none.
    """

    def __init__(self, environ: Mapping[str, str], system: Mapping[str, str]) -> None:
        self._environ = environ
        self._proxies = {
            scheme: proxy
            for scheme in ("http", "https", "all")
            if (proxy := _setting(environ, f"{scheme}_proxy"))
        } or {name: Proxy(SYSTEM, url) for name, url in system.items() if name != "no" and url}
        past = _setting(environ, "no_proxy")
        told = past.url if past else system.get("no", "")
        self._past = tuple(entry.strip().lower() for entry in told.split(",") if entry.strip())

    @classmethod
    def here(cls) -> Network:
        """Return this process's settings as they are now."""
        return cls(dict(os.environ), getproxies())

    def route(self, url: str) -> Route:
        """Tell how a URL is reached.

        Raises:
            NotSent: A setting cannot be used.
        """
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        proxy = self._proxies.get(parts.scheme) or self._proxies.get("all")
        host = (parts.hostname or "").rstrip(".")
        if proxy is None or is_loopback(host) or self._goes_past(host, parts.port):
            return Route(secure, None)
        return Route(secure, _usable(proxy))

    def _goes_past(self, host: str, port: int | None) -> bool:
        return any(_covers(entry, host, port) for entry in self._past)

    @cached_property
    def trust(self) -> ssl.SSLContext:
        """Whom https trusts; plain http never asks.

        Raises:
            NotSent: ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` names what is not there.
        """
        for variable, there in (("SSL_CERT_FILE", Path.is_file), ("SSL_CERT_DIR", Path.is_dir)):
            path = self._environ.get(variable)
            if path and not there(Path(path)):
                raise NotSent(f"{variable} is {path!r}, which is not there; correct or unset it")
        try:
            return httpx.create_ssl_context()
        except (OSError, ValueError) as error:
            path = self._environ.get("SSL_CERT_FILE", "")
            raise NotSent(f"SSL_CERT_FILE is {path!r}, which cannot be read: {error}") from None


class Routed(httpx.AsyncBaseTransport):
    """Sends each request the way its host is reached.

    Args:
        network: The settings.
        limits: Connections of each way.
    """

    def __init__(self, network: Network, limits: httpx.Limits) -> None:
        self._network, self._limits = network, limits
        self._ways: dict[Route, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request.

        Raises:
            NotSent: A setting cannot be used, or the proxy cannot be reached.
        """
        route = self._network.route(str(request.url))
        if route not in self._ways:
            self._ways[route] = httpx.AsyncHTTPTransport(
                verify=self._network.trust if route.secure else False,
                limits=self._limits,
                proxy=httpx.Proxy(route.proxy.url) if route.proxy else None,
                trust_env=False,
            )
        try:
            return await self._ways[route].handle_async_request(request)
        except (httpx.ProxyError, httpx.ConnectError, httpx.ConnectTimeout) as error:
            why = str(error) or type(error).__name__
            raise NotSent(f"{why} (by {route.proxy})" if route.proxy else why) from None

    async def aclose(self) -> None:
        """Close the connections."""
        for way in self._ways.values():
            await way.aclose()


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself."""
    name = host.lower().strip("[]")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _address(name)
    return address is not None and (address.is_loopback or address.is_unspecified)


def _setting(environ: Mapping[str, str], name: str) -> Proxy | None:
    for variable in (name, name.upper()):
        value = environ.get(variable, "").strip()
        if value:
            return Proxy(variable, value)
    return None


def _usable(proxy: Proxy) -> Proxy:
    """Return a proxy as the HTTP client takes it."""
    url = proxy.url if "://" in proxy.url else f"http://{proxy.url}"
    scheme, _, rest = url.partition("://")
    scheme = scheme.lower()
    if scheme not in {"http", "https", *SOCKS}:
        raise NotSent(f"{proxy} is no proxy that can be used: it begins with http:// or socks5://")
    if scheme in SOCKS and importlib.util.find_spec("socksio") is None:
        raise NotSent(
            f"{proxy} is a SOCKS proxy, which needs pip install 'httpx[socks]'; "
            "or set it to an http:// proxy"
        )
    url = f"{'socks5' if scheme == 'socks' else scheme}://{rest}"
    try:
        good = bool(httpx.Proxy(url).url.host) and urlsplit(url).port != 0
    except (ValueError, httpx.InvalidURL):
        good = False
    if not good:
        raise NotSent(f"{proxy} is no address of a proxy; it should look like http://host:port")
    return Proxy(proxy.variable, url)


def _covers(entry: str, host: str, port: int | None) -> bool:
    """Tell whether an entry of ``NO_PROXY`` covers a host.

    Args:
        entry: ``*``, a domain, an address, a range such as ``fe80::/10``, each maybe
            with a port.
        host: The host in lower case.
        port: Its port, where the URL tells one.
    """
    if entry == "*":
        return True
    entry = entry.rpartition("://")[2]
    wanted = _network(entry)
    name, sign, number = entry.rpartition(":")
    if wanted is None and sign and number.isdecimal():
        if number != str(port):
            return False
        entry, wanted = name, _network(name)
    address = _address(host)
    if wanted is not None or address is not None:
        return wanted is not None and address is not None and address in wanted
    domain = entry.removeprefix("*").lstrip(".")
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(BRACKETS.sub(r"\1", text), strict=False)
    except ValueError:
        return None


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
