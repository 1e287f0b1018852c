"""Bytes of a page of the open web, asked for by hand and one at a time; off unless the installation turns it on.

The host is looked up once; every address found must lie outside, and the connection goes to one of those, so that a
second answer of a name server changes nothing. Each page sent on to is judged anew. No proxy, cookie, password or
setting of the environment takes part. Size, packed size and the whole time are bounded.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from shanhai.catalogue.words import Problem, Words
from shanhai.evidence.outside import WebAddress, is_outside, read_address
from shanhai.evidence.receive import BYTES_MOST

SECONDS_MOST = 25.0
CONNECT_SECONDS = 6.0
REDIRECTS_MOST = 5
ADDRESSES_TRIED = 3
PIECE = 64 * 1024
SENT_ON = {301, 302, 303, 307, 308}
HEADERS = {
    "User-Agent": "Shanhai/1 (one page, asked for by hand)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


def look_up(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, as the machine's own resolver gives them."""
    return list(dict.fromkeys(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


@dataclass(frozen=True, slots=True)
class Reach:
    """What fetching may reach and by which means. An installation has one; a test brings its own."""

    ports: Collection[int] = (80, 443)
    look_up: Callable[[str, int], Sequence[str]] = look_up
    is_outside: Callable[[str], bool] = is_outside
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = SECONDS_MOST
    bytes_most: int = BYTES_MOST


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a site gave: its bytes unpacked, and the address that gave them in the end."""

    data: bytes
    address: str


class _StoppedError(Exception):
    """Ends a fetch with what is to be told of it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def installation_reach() -> Reach | None:
    """What this installation may reach; None where fetching is off, which it is unless SHANHAI_FETCH=1."""
    return Reach(ports=settings.FETCH_PORTS) if settings.FETCH_ADDRESSES else None


def fetch_address(text: str, reach: Reach | None) -> Fetched | Problem:
    """Fetch the bytes behind an address; a Problem where it is off, not outside, too large, too slow or no page."""
    if reach is None:
        what = Words("本系统没有开通按网址取文。", "Fetching addresses is off in this installation.")
        right = Words(
            "存成文件再收，或请管理员开通。", "Save the page as a file, or ask the administrator to turn it on."
        )
        return Problem("fetch.off", "blocks", what, right, field="address")
    deadline = time.monotonic() + reach.seconds
    try:
        for _ in range(REDIRECTS_MOST + 1):
            address = read_address(text, ports=reach.ports)
            if isinstance(address, Problem):
                return address
            answer = _ask(address, reach, deadline)
            if isinstance(answer, Fetched):
                return answer
            text = answer
    except _StoppedError as stopped:
        return stopped.problem
    return _problem("redirects", "这个网址转来转去，没有到头。", "The address was sent on too many times.")


def _ask(address: WebAddress, reach: Reach, deadline: float) -> Fetched | str:
    """Ask one address; what it gave, or the address it sends on to."""
    connection = _Pinned(address, _connect(address, reach, deadline))
    try:
        connection.request("GET", address.target, headers={"Host": address.authority, **HEADERS})
        answer = connection.getresponse()
        if answer.status in SENT_ON and answer.headers.get("Location"):
            return urljoin(address.text, _read_location(answer.headers["Location"]))
        if answer.status != 200:
            raise _StoppedError(_say_status(answer.status))
        return Fetched(_unpack(_read(answer, reach), answer, reach), address.text)
    except TimeoutError as fault:
        raise _StoppedError(_too_slow()) from fault
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise _StoppedError(_broken()) from fault
    finally:
        connection.close()


def _read_location(header: str) -> str:
    """Where a site sends on to; Chinese paths come as bare UTF-8, which the header's own rule does not foresee."""
    try:
        return header.strip().encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header.strip()


def _read(answer: http.client.HTTPResponse, reach: Reach) -> bytes:
    length = answer.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length[:18]) > reach.bytes_most:
        raise _StoppedError(_too_large(reach))
    pieces, size = [], 0
    while piece := answer.read(PIECE):
        size += len(piece)
        if size > reach.bytes_most:
            raise _StoppedError(_too_large(reach))
        pieces.append(piece)
    if answer.length:
        raise _StoppedError(_broken())
    return b"".join(pieces)


def _unpack(data: bytes, answer: http.client.HTTPResponse, reach: Reach) -> bytes:
    packing = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if packing in ("identity", ""):
        return data
    if packing not in ("gzip", "x-gzip"):
        raise _StoppedError(_broken())
    unpacked = b""
    while data:
        member = zlib.decompressobj(wbits=31)
        try:
            unpacked += member.decompress(data, reach.bytes_most + 1 - len(unpacked))
        except zlib.error as fault:
            raise _StoppedError(_broken()) from fault
        if len(unpacked) > reach.bytes_most:
            raise _StoppedError(_too_large(reach))
        if not member.eof:
            raise _StoppedError(_broken())
        data = member.unused_data
    return unpacked


def _connect(address: WebAddress, reach: Reach, deadline: float) -> socket.socket:
    """Connect to an address that was judged; the name is asked for once and never again."""
    found = _find(address, reach, deadline)
    for numeric in found[:ADDRESSES_TRIED]:
        sock = _PlainSocket(socket.AF_INET6 if ":" in numeric else socket.AF_INET, socket.SOCK_STREAM)
        sock.deadline = deadline
        try:
            sock.settimeout(min(CONNECT_SECONDS, _left(deadline)))
            sock.connect((numeric, address.port))
            if sock.getsockname()[0] == numeric and not ipaddress.ip_address(numeric).is_loopback:
                raise _StoppedError(_not_found(address))  # this machine itself, under its outside address
            return sock if address.scheme == "http" else _secure(sock, address, reach, deadline)
        except ssl.SSLError as fault:
            sock.close()
            raise _StoppedError(_no_certificate(address)) from fault
        except OSError:
            sock.close()
        except BaseException:
            sock.close()
            raise
    if time.monotonic() >= deadline:
        raise _StoppedError(_too_slow())
    raise _StoppedError(_problem("no_answer", "网站没有应答。", "The site does not answer."))


def _secure(sock: _PlainSocket, address: WebAddress, reach: Reach, deadline: float) -> socket.socket:
    context = reach.trust()
    context.sslsocket_class = _SecureSocket
    sock.settimeout(_left(deadline))
    secured = context.wrap_socket(sock, server_hostname=address.host)
    assert isinstance(secured, _SecureSocket)
    secured.deadline = deadline
    return secured


def _find(address: WebAddress, reach: Reach, deadline: float) -> Sequence[str]:
    """The numeric addresses of a host, all of them outside; one inside condemns them all."""
    waiting = ThreadPoolExecutor(max_workers=1)
    try:
        found = waiting.submit(reach.look_up, address.host, address.port).result(timeout=_left(deadline))
    except TimeoutError as fault:
        raise _StoppedError(_too_slow()) from fault
    except (OSError, UnicodeError) as fault:
        raise _StoppedError(_not_found(address)) from fault
    finally:
        waiting.shutdown(wait=False, cancel_futures=True)
    if not found or not all(reach.is_outside(numeric) for numeric in found):
        raise _StoppedError(_not_found(address))
    return found


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed:
    """A socket whose every read ends when the whole fetch must: a site that drips is not waited for."""

    deadline: float = 0.0

    def recv_into(self, *given: Any, **more: Any) -> int:
        """Read what is there, waiting no longer than what is left of the whole."""
        self.settimeout(_left(self.deadline))  # type: ignore[attr-defined]
        return super().recv_into(*given, **more)  # type: ignore[misc]


class _PlainSocket(_Timed, socket.socket):
    pass


class _SecureSocket(_Timed, ssl.SSLSocket):
    pass


class _Pinned(http.client.HTTPConnection):
    """A connection over a socket that is there already; it never makes one from a name."""

    def __init__(self, address: WebAddress, sock: socket.socket) -> None:
        super().__init__(address.host, address.port)
        self.sock = sock

    def connect(self) -> None:
        """Refuse to connect a second time."""
        raise ConnectionError


def _problem(code: str, zh: str, en: str, right: Words | None = None) -> Problem:
    return Problem(f"fetch.{code}", "blocks", Words(zh, en), right, field="address")


def _not_found(address: WebAddress) -> Problem:
    """One answer for no such host and for one inside, so that nobody learns the names of an inside network."""
    what = Words(
        "找不到“{host}”，或它不在公开的互联网上。", "“{host}” is not found, or not on the open internet."
    ).fill(host=address.host)
    right = Words("内部网的材料存成文件再收。", "Save what lies on an inside network as a file.")
    return Problem("fetch.not_outside", "blocks", what, right, field="address")


def _no_certificate(address: WebAddress) -> Problem:
    what = Words("与“{host}”建立不了可信的加密连接。", "No trusted encrypted connection to “{host}” can be made.").fill(
        host=address.host
    )
    return Problem("fetch.certificate", "blocks", what, _BY_HAND, field="address")


def _too_slow() -> Problem:
    return _problem("too_slow", "网站太慢，没有等完。", "The site is too slow; it was not waited for.", _BY_HAND)


def _too_large(reach: Reach) -> Problem:
    most = reach.bytes_most // (1024 * 1024)
    what = Words("网页超过 {most} MB，没有收。", "What the site gives is larger than {most} MB.").fill(most=most)
    return Problem("fetch.too_large", "blocks", what, field="address")


def _broken() -> Problem:
    return _problem("broken", "网站给的内容断了或读不懂。", "The site's answer breaks off or makes no sense.", _BY_HAND)


def _say_status(status: int) -> Problem:
    what = Words("网站没有给这个网页（{status}）。", "The site does not give this page ({status}).").fill(status=status)
    right = Words("在浏览器里打开看看，再存成文件收。", "Open it in a browser, save it as a file, and receive that.")
    return Problem("fetch.refused", "blocks", what, right, field="address")


_BY_HAND = Words("在浏览器里存成文件再收。", "Save it in a browser and receive the file.")
