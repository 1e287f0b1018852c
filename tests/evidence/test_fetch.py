"""Pages fetched by their address: only plain addresses of the open internet, bounded in size and time, off by default.

The sites of these tests run on this machine; a Reach of the tests' own lets loopback through, nothing else does.
"""

from __future__ import annotations

import gzip
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import trustme

from shanhai.catalogue.words import Problem
from shanhai.evidence.fetch import Fetched, Reach, fetch_address, installation_reach
from shanhai.evidence.outside import is_outside, read_address, tell_address

PAGE = "<!doctype html><title>示例</title><p>2023年,甲县到位协作资金1.20亿元。</p>".encode()
Answer = Callable[[BaseHTTPRequestHandler], None]


def give(data: bytes, status: int = 200, **headers: str) -> Answer:
    """A whole answer with these bytes; `_` in a header's name stands for `-`."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Length": str(len(data)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, each in time for itself, for ever."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def drip_head(handler: BaseHTTPRequestHandler) -> None:
    """A head that never ends."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(200):
        handler.wfile.write(b"X")
        time.sleep(0.05)


def pour(handler: BaseHTTPRequestHandler) -> None:
    """A body without an end and without a length."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"0" * 100_000)


def break_off(handler: BaseHTTPRequestHandler) -> None:
    """Less than was promised."""
    give(b"half", Content_Length="4000")(handler)


class Site:
    """A site on this machine: answers by path, and what was asked of it."""

    def __init__(self, secured_by: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer] = {"/": give(PAGE)}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                with suppress(OSError):
                    site.answers.get(self.path, give(b"", 404))(self)

            def log_message(self, *given: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if secured_by is not None:
            self.server.socket = secured_by.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port: int = self.server.server_address[1]
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()


@pytest.fixture
def site() -> Iterator[Site]:
    running = Site()
    yield running
    running.server.shutdown()
    running.server.server_close()


def names(**known: str) -> Callable[[str, int], Sequence[str]]:
    """A name server that knows these names, and asks nobody."""

    def look_up(host: str, port: int) -> Sequence[str]:
        if host not in known.values() and host.split(".", maxsplit=1)[0] not in known:
            raise OSError(host)
        return [known.get(host.split(".", maxsplit=1)[0], host)]

    return look_up


def reach_of(site: Site, **more: Any) -> Reach:
    """The reach of these tests: the site's own loopback address and port, and two seconds."""
    given = {"ports": {80, site.port}, "look_up": names(paper="127.0.0.1"), "is_outside": "127.0.0.1".__eq__}
    return Reach(**{**given, "seconds": 2.0, "bytes_most": 1_000_000, **more})


def at(site: Site, path: str = "/", host: str = "paper.example") -> str:
    return f"http://{host}:{site.port}{path}"


def code_of(answer: Fetched | Problem) -> str:
    assert isinstance(answer, Problem), answer
    assert answer.field == "address"
    return answer.code


def test_fetching_is_off_until_the_installation_turns_it_on(site: Site, settings: Any) -> None:
    assert installation_reach() is None
    assert code_of(fetch_address(at(site), installation_reach())) == "fetch.off"
    assert not site.asked
    settings.FETCH_ADDRESSES, settings.FETCH_PORTS = True, frozenset({443})
    reach = installation_reach()
    assert reach is not None
    assert (reach.ports, reach.is_outside, reach.trust) == ({443}, is_outside, ssl.create_default_context)


def test_a_page_is_fetched_with_its_name_in_the_head_and_nothing_about_the_user(site: Site, monkeypatch: Any) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    fetched = fetch_address(at(site), reach_of(site))
    assert fetched == Fetched(PAGE, at(site))
    ((path, head),) = site.asked
    assert (path, head["host"]) == ("/", f"paper.example:{site.port}")
    assert not {"cookie", "authorization", "referer"} & set(head)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://paper.example/",
        "file:///etc/passwd",
        "gopher://paper.example:80/",
        "http://user@paper.example/",
        "http://user:password@127.0.0.1/",
        "http://paper.example@127.0.0.1/",
        "http://paper.example./",
        "http://127.0.0.1./",
        "http://localhost/",
        "http://intranet/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.01/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://рaper.example/",
        "http://pаper.example/",
        "http://ⓟaper.example/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://paper..example/",
        "http://-paper.example/",
        "http://paper_.example\\@127.0.0.1/",
        "http://paper.example:0x50/",
        "http://paper.example:/",
        "http://paper.example:99999/",
        "http://paper.example/a b",
        "http://paper.example/\r\nX: y",
        "//paper.example/",
        "paper.example",
        "",
        "http://" + "a" * 600 + ".example/",
    ],
)
def test_only_the_plain_spelling_of_an_address_is_taken(site: Site, address: str) -> None:
    assert code_of(fetch_address(address, reach_of(site))) == "fetch.address"
    assert not site.asked


def test_only_the_ports_of_the_web_are_asked(site: Site) -> None:
    answer = fetch_address("http://paper.example:22/", reach_of(site))
    assert code_of(answer) == "fetch.port"
    assert isinstance(read_address("https://paper.example:443/", ports={80, 443}), object)
    assert code_of(fetch_address(at(site), replace(reach_of(site), ports={80, 443}))) == "fetch.port"


def test_a_chinese_name_and_path_are_asked_in_the_letters_of_the_web() -> None:
    address = read_address("https://山海.中国/新闻/一.html?页=2#三", ports={443})
    assert not isinstance(address, Problem)
    assert address.text == "https://xn--rht090b.xn--fiqs8s/%E6%96%B0%E9%97%BB/%E4%B8%80.html?%E9%A1%B5=2"


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.8.8", "168.63.129.16",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:5ef5:79fb::1", "2001:db8::1", "2002:7f00:1::",
        "2002:a00:1::1", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
        "ff0e::1", "2400:3200::1%1", "", "paper.example", "0x7f000001", "127.1",
    ],
)  # fmt: skip
def test_no_address_inside_is_taken_for_an_outside_one(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["223.5.5.5", "8.8.8.8", "172.32.0.1", "2400:3200::1", "2606:4700::1111"])
def test_addresses_of_the_open_internet_are_outside(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize("literal", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1"])
def test_a_numeric_address_inside_is_not_asked(site: Site, literal: str) -> None:
    reach = replace(reach_of(site), is_outside=is_outside, look_up=lambda host, port: [host])
    assert code_of(fetch_address(f"http://{literal}:{site.port}/", reach)) == "fetch.not_outside"
    assert not site.asked


def test_a_name_that_leads_inside_and_one_that_leads_nowhere_are_told_alike(site: Site) -> None:
    reach = replace(reach_of(site), is_outside=is_outside)
    inside, nowhere = (fetch_address(at(site, host=host), reach) for host in ("paper.example", "nobody.example"))
    assert code_of(inside) == code_of(nowhere) == "fetch.not_outside"
    assert not site.asked


def test_one_address_inside_among_several_condemns_the_name(site: Site) -> None:
    reach = replace(reach_of(site), look_up=lambda host, port: ["127.0.0.1", "10.0.0.1"])
    assert code_of(fetch_address(at(site), reach)) == "fetch.not_outside"
    assert not site.asked


def test_a_name_that_changes_its_answer_is_asked_once_and_the_first_answer_holds(site: Site) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    asked = []

    def look_up(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    assert isinstance(fetch_address(at(site), replace(reach_of(site), look_up=look_up)), Fetched)
    assert asked == ["paper.example"]
    site.answers["/on"] = give(b"", 302, Location="/")
    assert code_of(fetch_address(at(site, "/on"), replace(reach_of(site), look_up=look_up))) == "fetch.not_outside"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://127.0.0.1/", "fetch.not_outside"),
        ("http://[::1]/", "fetch.not_outside"),
        ("http://169.254.169.254/latest/meta-data/", "fetch.not_outside"),
        ("//inside.example/", "fetch.not_outside"),
        ("http://2130706433/", "fetch.address"),
        ("file:///etc/passwd", "fetch.address"),
        ("http://user@paper.example/", "fetch.address"),
        ("http://paper.example:25/", "fetch.port"),
    ],
)
def test_a_page_sent_on_to_is_judged_anew(site: Site, location: str, code: str) -> None:
    """The site itself stands on loopback; only the first look at it is let through."""
    site.answers["/"] = give(b"", 302, Location=location)
    known = {"paper.example": "127.0.0.1", "inside.example": "10.0.0.1", "127.0.0.1": "127.0.0.9"}
    reach = replace(reach_of(site), look_up=lambda host, port: [known.get(host, host)])
    assert code_of(fetch_address(at(site), reach)) == code
    assert len(site.asked) == 1


def test_a_page_is_followed_a_few_times_and_not_for_ever(site: Site) -> None:
    site.answers["/old"] = give(b"", 301, Location="/新".encode().decode("latin-1"))
    site.answers["/%E6%96%B0"] = give(b"", 308, Location=at(site))
    assert fetch_address(at(site, "/old"), reach_of(site)) == Fetched(PAGE, at(site))
    site.answers["/round"] = give(b"", 302, Location="/round")
    assert code_of(fetch_address(at(site, "/round"), reach_of(site))) == "fetch.redirects"


@pytest.mark.parametrize("answer", [drip, drip_head])
def test_a_site_that_drips_is_not_waited_for(site: Site, answer: Answer) -> None:
    site.answers["/"] = answer
    assert code_of(fetch_address(at(site), replace(reach_of(site), seconds=0.4))) == "fetch.too_slow"


def test_a_name_server_that_sleeps_is_not_waited_for(site: Site) -> None:
    def look_up(host: str, port: int) -> Sequence[str]:
        time.sleep(1.0)
        return ["127.0.0.1"]

    assert code_of(fetch_address(at(site), replace(reach_of(site), look_up=look_up, seconds=0.2))) == "fetch.too_slow"


@pytest.mark.parametrize(
    "answer",
    [
        pour,
        give(b"0", Content_Length="9" * 30),
        give(gzip.compress(b"0" * 20_000_000), Content_Encoding="gzip"),
        give(gzip.compress(b"0" * 900_000) * 3, Content_Encoding="gzip"),
    ],
    ids=["without an end", "says so", "packed", "packed in parts"],
)
def test_what_is_too_large_is_left(site: Site, answer: Answer) -> None:
    site.answers["/"] = answer
    assert code_of(fetch_address(at(site), reach_of(site))) == "fetch.too_large"


def test_a_packed_page_is_unpacked_and_a_broken_or_strange_one_told(site: Site) -> None:
    site.answers["/"] = give(gzip.compress(PAGE), Content_Encoding="gzip")
    assert fetch_address(at(site), reach_of(site)) == Fetched(PAGE, at(site))
    for data, packing in ((gzip.compress(PAGE)[:-9], "gzip"), (PAGE, "gzip"), (PAGE, "br")):
        site.answers["/"] = give(data, Content_Encoding=packing)
        assert code_of(fetch_address(at(site), reach_of(site))) == "fetch.broken"
    site.answers["/"] = break_off
    assert code_of(fetch_address(at(site), reach_of(site))) == "fetch.broken"


def test_a_page_that_is_not_given_is_told_with_its_number(site: Site) -> None:
    answer = fetch_address(at(site, "/none"), reach_of(site))
    assert isinstance(answer, Problem)
    assert "404" in answer.what.zh


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def trust_in(authority: trustme.CA) -> Callable[[], ssl.SSLContext]:
    """The machine's own manner of trust, with one more authority."""

    def trust() -> ssl.SSLContext:
        context = ssl.create_default_context()
        authority.configure_trust(context)
        return context

    return trust


@pytest.fixture
def secured(authority: trustme.CA) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("paper.example").configure_cert(context)
    running = Site(context)
    yield running
    running.server.shutdown()
    running.server.server_close()


def test_an_encrypted_site_is_fetched_when_it_proves_its_name(secured: Site, authority: trustme.CA) -> None:
    address = at(secured).replace("http:", "https:")
    assert fetch_address(address, reach_of(secured, trust=trust_in(authority))) == Fetched(PAGE, address)
    secured.answers["/"] = drip
    slow = fetch_address(address, reach_of(secured, trust=trust_in(authority), seconds=0.4))
    assert code_of(slow) == "fetch.too_slow"


def test_an_encrypted_site_without_proof_of_its_name_gets_no_request(secured: Site, authority: trustme.CA) -> None:
    other_name = reach_of(secured, trust=trust_in(authority), look_up=names(other="127.0.0.1"))
    by_number = reach_of(secured, trust=trust_in(authority), look_up=lambda host, port: [host])
    answers = [
        fetch_address(f"https://other.example:{secured.port}/", other_name),
        fetch_address(f"https://127.0.0.1:{secured.port}/", by_number),
        fetch_address(at(secured).replace("http:", "https:"), reach_of(secured)),
    ]
    assert [code_of(answer) for answer in answers] == ["fetch.certificate"] * 3
    assert not secured.asked


def test_a_site_that_does_not_speak_encryption_gets_no_request(site: Site) -> None:
    assert code_of(fetch_address(at(site).replace("http:", "https:"), reach_of(site))) == "fetch.certificate"
    assert not site.asked


def test_a_password_typed_into_an_address_is_not_kept_in_the_trail() -> None:
    assert tell_address(" https://user:secret@paper.example/a?b=1 ") == "https://…@paper.example/a?b=1"
