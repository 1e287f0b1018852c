"""Which addresses of the web may be asked for: a strict reading of what was typed, and which networks are outside.

A web address has more spellings than a person knows of (`127.1`, `0x7f000001`, `user@host`, full-width digits). Only
the plain spelling is taken; anything else is refused, not guessed. It must not open a connection.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from shanhai.algorithms.chinese_script import is_hanzi
from shanhai.catalogue.words import Problem, Words

ADDRESS_LONGEST = 500
SCHEMES = {"http": 80, "https": 443}
# Registered at IANA as special, or known to answer machines only; is_global alone lets some through (and before Python
# 3.11.10 it called several private ones global). IPv6 outside 2000::/3 is refused as a whole: loopback, link-local,
# unique local, multicast, mapped, compatible and NAT64 (RFC 6052) forms all lie there.
GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by carriers (RFC 6598), and where one cloud keeps its metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # answers machines inside one cloud
        "169.254.0.0/16",  # link-local, metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # Teredo and other forms that hold another address
        "2001:db8::/32",
        "2002::/16",  # 6to4 holds an IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LOOKS_NUMERIC = re.compile(r"(0x[0-9a-f]*|[0-9]+)")
_SAFE = "/%:@!$&'()*+,;=~-._?"


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address as it will be asked for: `host` in ASCII without brackets, `target` the path with its query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and, where it is not the scheme's own, port: what the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES[self.scheme] else f"{host}:{self.port}"

    @property
    def text(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.target}"


def read_address(text: str, *, ports: Collection[int]) -> WebAddress | Problem:
    """Read an address that was typed or that a site sends on to; only http and https, only the ports given."""
    text = text.strip()
    if not text or len(text) > ADDRESS_LONGEST or any(sign <= " " or sign in "\\\x7f" for sign in text):
        return _wrong(text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return _wrong(text)
    if parts.scheme not in SCHEMES or "@" in parts.netloc or not parts.hostname or parts.netloc.endswith(":"):
        return _wrong(text)
    host = _read_host(parts.hostname)
    if host is None:
        return _wrong(text)
    port = SCHEMES[parts.scheme] if port is None else port
    if port not in ports:
        what = Words("端口 {port} 不在可取之列。", "Port {port} is not one that may be asked.").fill(port=port)
        right = Words("只取端口 {ports}。", "Only {ports}.").fill(ports="、".join(map(str, sorted(ports))))
        return Problem("fetch.port", "blocks", what, right, field="address")
    target = quote(parts.path or "/", safe=_SAFE.replace("?", ""))
    if parts.query:
        target += "?" + quote(parts.query, safe=_SAFE)
    address = WebAddress(parts.scheme, host, port, target)
    return address if len(address.text) <= ADDRESS_LONGEST else _wrong(text)


def tell_address(text: str) -> str:
    """What was asked for, as a trail may keep it: a user name or password in it is left out."""
    return re.sub(r"//[^/?#]*@", "//…@", text.strip())


def is_outside(address: str) -> bool:
    """Whether a numeric address belongs to the open internet: global, unicast, and no shell around another one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and (found not in GLOBAL_V6 or found.scope_id):
        return False
    if not found.is_global or found.is_multicast or found.is_reserved or found.is_unspecified:
        return False
    return not any(found in network for network in REFUSED if network.version == found.version)


def _read_host(host: str) -> str | None:
    """The host in its one plain spelling; None for every other."""
    if ":" in host:
        try:
            return None if "%" in host else str(ipaddress.IPv6Address(host))
        except ValueError:
            return None
    labels = host.lower().split(".")
    if _LOOKS_NUMERIC.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError:
            return None
    plain = [_read_label(label) for label in labels]
    if len(plain) < 2 or None in plain:
        return None
    joined = ".".join(label or "" for label in plain)
    return joined if len(joined) <= 253 else None


def _read_label(label: str) -> str | None:
    """A label in ASCII. Beside letters and digits only Chinese characters stand for themselves: look-alikes do not."""
    if not label.isascii():
        if not all(is_hanzi(sign) or _LABEL.fullmatch(sign) or sign == "-" for sign in label):
            return None
        try:
            label = label.encode("idna").decode()
        except UnicodeError:
            return None
    return label if _LABEL.fullmatch(label) else None


def _wrong(text: str) -> Problem:
    what = Words("“{text}”不是能取的网址。", "“{text}” is no address that can be fetched.").fill(text=text[:80])
    right = Words(
        "写成 https://www.example.org/… 这样：http 或 https 开头，域名不带用户名，末尾没有点。",
        "Write it like https://www.example.org/…: http or https, a plain host name, no user name, no dot at its end.",
    )
    return Problem("fetch.address", "blocks", what, right, field="address")
