"""Which machine an address leads to, and whether it may be asked: none of this machine's own network may."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

import httpx

from pledgebook.reading.files import SCHEMES
from pledgebook.reading.options import Unreadable

IP: TypeAlias = IPv4Address | IPv6Address

PORTS = {"http": 80, "https": 443}

TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""IPv6 addresses whose last four bytes are an IPv4 address that a gateway translates them to (RFC 6052, RFC 8215)."""

LONGEST_ADDRESS = 2_000
"""Characters: what browsers and servers bear."""


def parsed_address(address: str) -> httpx.URL:
    """The address, with a scheme and a host that can be asked; Unreadable if it has not."""
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise Unreadable(f"this is no address ({error})") from error
    if url.scheme not in SCHEMES:
        raise Unreadable(f"{url.scheme or 'nothing'}: is not fetched, only {' and '.join(SCHEMES)}")
    if not url.host or len(str(url)) > LONGEST_ADDRESS:
        raise Unreadable("this is no address of a site")
    if url.userinfo:
        raise Unreadable("addresses with a name or password in them are not fetched")
    return url


async def machines_of(url: httpx.URL, allow_private: bool) -> list[str]:
    """The IP addresses behind a name, looked up once; Unreadable if there are none, or one of them is private."""
    port = url.port or PORTS[url.scheme]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreadable(f"no such site: {url.host}") from error
    machines = list(dict.fromkeys(str(told[4][0]) for told in found))
    if not allow_private:
        for machine in machines:
            if not is_public(ip_address(machine)):
                raise Unreadable(f"{url.host} is {machine}, which is not public; --allow-private fetches it")
    return machines


def is_public(ip: IP) -> bool:
    """Whether it is a machine of the internet at large, also where it stands for another address."""
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast
    meant = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    if meant is None and any(ip in network for network in TRANSLATED):
        meant = IPv4Address(int(ip) & 0xFFFFFFFF)
    if meant is not None:
        return is_public(meant)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_site_local)
