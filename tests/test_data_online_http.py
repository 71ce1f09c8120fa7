"""The client against a loopback server: what goes wrong, how long it waits, what it refuses."""

import hashlib
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from data.online import http
from data.online.asking import PART, Ask, Clock, Limits
from data.online.faults import AnswerFault, Then, read_retry_after
from data.online.http import PoliteClient
from data.online.overpass import read_slot_wait_s
from geo.errors import DataUnavailableError, InputError, OutputError
from geo.text import Message
from overpass_server import BUSY, LIMITED, Fault, Services, error_page

START = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
BODY = bytes(range(256)) * 40


class Time:
    """A clock that passes only where somebody sleeps."""

    def __init__(self):
        self.passed_s = 0.0
        self.slept = []

    def sleep(self, seconds):
        """Let time pass, and note it."""
        self.slept.append(seconds)
        self.passed_s += seconds

    @property
    def clock(self):
        """The clock that is handed to the client."""
        return Clock(
            lambda: self.passed_s, self.sleep, lambda: START + timedelta(seconds=self.passed_s)
        )


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,127.0.0.2")


@pytest.fixture
def passing():
    return Time()


@pytest.fixture
def server(passing):
    with Services(None, now_s=lambda: passing.passed_s) as services:
        services.files["/f"] = BODY
        yield services


@pytest.fixture
def said():
    return []


@pytest.fixture
def client(passing, said):
    with PoliteClient("goldenhour/9.9", progress=said.append, clock=passing.clock) as made:
        yield made


def fine(_path):
    """Take whatever comes."""


def get(client, server, tmp_path, path="/f", **ask):
    to = tmp_path / "answer.bin"
    saved = client.download(Ask(server.url + path, **ask), to, check=fine)
    return to.read_bytes(), saved


def left(tmp_path):
    return sorted(one.name for one in tmp_path.iterdir())


# ---------------------------------------------------------------------- what is survived ---


def test_an_answer_is_saved_whole_with_its_digest_and_our_name(client, server, tmp_path, passing):
    body, saved = get(client, server, tmp_path)
    assert body == BODY
    assert saved.sha256 == hashlib.sha256(BODY).hexdigest()
    assert saved.size_bytes == len(BODY)
    assert server.seen[0][3]["User-Agent"] == "goldenhour/9.9"
    assert passing.slept == []
    assert left(tmp_path) == ["answer.bin"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault("/f", 429, body=error_page(LIMITED).encode()),
        Fault("/f", 504, body=error_page(BUSY).encode()),
        Fault("/f", 502),
        Fault("/f", 503),
        Fault("/f", 500),
        Fault("/f", promise=5),
        Fault("/f", change=lambda body: body[:100], promise=len(BODY) - 100),
        Fault("/f", chunked=True),
        Fault("/f", headers={"Content-Encoding": "gzip"}),
        Fault("/f", hang_up=True),
    ],
    ids=["429", "504", "502", "503", "500", "short", "cut", "chunked", "no gzip", "hang up"],
)
def test_what_passes_is_tried_again(client, server, tmp_path, passing, said, fault):
    get(client, server, tmp_path)  # the server has been heard: a broken line is a passing fault
    server.faults = [fault]
    assert get(client, server, tmp_path)[0] == BODY
    assert passing.slept == [5.0]
    assert [note.code for note in said] == ["online.waiting"]
    assert "None" not in said[0].render("en")
    assert len(server.asked("/f")) == 3
    assert left(tmp_path) == ["answer.bin"]


def test_waits_double_and_end_in_one_error(client, server, tmp_path, passing):
    server.faults = [Fault("/f", 503) for _ in range(6)]
    with pytest.raises(DataUnavailableError, match=r"no usable answer in 6 attempts: status 503"):
        get(client, server, tmp_path)
    assert passing.slept == [5, 10, 20, 40, 80]
    assert len(server.asked("/f")) == 6
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("header", "wait_s"),
    [("37", 37.0), ("Sat, 01 Mar 2025 12:01:30 GMT", 90.0), ("2", 5.0), ("soon", 5.0), ("-9", 5.0)],
)
def test_retry_after_is_honoured(client, server, tmp_path, passing, header, wait_s):
    server.faults = [Fault("/f", 429, headers={"Retry-After": header})]
    get(client, server, tmp_path)
    assert passing.slept == [wait_s]


@pytest.mark.parametrize(
    "header", ["1801", "99999999999999999999999", "Fri, 01 Jan 2100 00:00:00 GMT"]
)
def test_a_wait_beyond_the_limit_is_not_begun(client, server, tmp_path, passing, header):
    server.faults = [Fault("/f", 429, headers={"Retry-After": header})]
    with pytest.raises(DataUnavailableError, match=r"What has come is kept: run the same command"):
        get(client, server, tmp_path)
    assert passing.slept == []


def test_waiting_is_bounded_over_the_whole_run(client, server, tmp_path, passing):
    server.faults = [Fault("/f", 429, headers={"Retry-After": "700"}) for _ in range(9)]
    with pytest.raises(DataUnavailableError, match=r"700|23 minutes of waiting"):
        get(client, server, tmp_path)
    assert passing.slept == [700.0, 700.0]


def test_a_retry_after_in_the_past_or_without_zone_is_no_wait():
    assert read_retry_after("Sat, 01 Mar 2025 11:00:00 GMT", START) == 0.0
    assert read_retry_after("Sat, 01 Mar 2025 12:00:10 -0000", START) == 10.0
    assert read_retry_after(None, START) == 0.0
    assert read_retry_after("٣", START) == 0.0


# ---------------------------------------------------------------------------- politeness ---


def test_the_gap_between_requests_is_kept(client, server, tmp_path):
    for _ in range(3):
        get(client, server, tmp_path, gap_s=1.0)
    times = [one[1] for one in server.asked("/f")]
    assert [b - a for a, b in pairwise(times)] == [1.0, 1.0]


def test_time_that_has_passed_counts_for_the_gap(client, server, tmp_path, passing):
    get(client, server, tmp_path, gap_s=1.0)
    passing.passed_s += 0.75
    get(client, server, tmp_path, gap_s=1.0)
    assert passing.slept == [0.25]


def test_one_request_at_a_time_per_host(server, tmp_path):
    server.faults = [Fault("/f", drip_s=0.0005) for _ in range(4)]
    failed = []
    with PoliteClient("g/1", progress=fine) as client:

        def one(number):
            try:
                client.download(Ask(f"{server.url}/f"), tmp_path / f"{number}", check=fine)
            except Exception as fault:
                failed.append(fault)

        threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []
    assert server.most_open == 1
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    ("status", "wait_s"),
    [
        ("Rate limit: 2\n2 slots available now.\n", 0),
        ("Rate limit: 2\n1 slot available now.\n", 0),
        (
            "Rate limit: 2\n0 slots available now.\n"
            "Slot available after: 2025-03-01T12:00:05Z, in 5 seconds.\n",
            6,
        ),
        (
            "Rate limit: 2\nSlot available after: 2025-03-01T12:03:23Z, in 203 seconds.\n"
            "Slot available after: 2025-03-01T12:01:23Z, in 83 seconds.\n",
            84,
        ),
        ("Rate limit: 2\nSlot available after: 2025-03-01T11:59:59Z, in -1 seconds.\n", 1),
        (
            "Rate limit: 0\nCurrently running queries (pid, space limit, time limit):\n",
            0,
        ),
        ("Currently running queries (pid, space limit, time limit, start time):\n", 0),
        ("<html>404</html>", 0),
        ("", 0),
    ],
)
def test_the_queue_is_read_from_the_status_page(status, wait_s):
    assert read_slot_wait_s(status) == wait_s


def test_a_status_that_does_not_come_is_empty_and_not_asked_again(client, server):
    server.faults = [Fault("/api/status", 504)]
    assert client.look(Ask(f"{server.url}/api/status")) == ""
    assert client.look(Ask(f"{server.url}/api/status")).startswith("Connected as")
    assert client.look(Ask(f"{server.url}/f"), most_bytes=100) == ""
    assert len(server.seen) == 3


# ------------------------------------------------------------------------- what is refused ---


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_refusal_is_not_asked_again(client, server, tmp_path, status):
    page = b"<html><style>p {}</style><title>No</title><body><p>Go &amp; away</p></body></html>"
    server.faults = [Fault("/f", status, body=page)]
    with pytest.raises(DataUnavailableError, match=rf"127\.0\.0\.1 refuses: status {status}: Go"):
        get(client, server, tmp_path)
    assert len(server.asked("/f")) == 1


def test_nobody_there_is_one_clear_line_after_two_attempts(tmp_path, passing, said):
    with Services(None) as gone:
        url = gone.url
    with (
        PoliteClient("g/1", progress=said.append, clock=passing.clock) as client,
        pytest.raises(
            DataUnavailableError, match=r"cannot be reached: no connection\. .*study create"
        ),
    ):
        client.download(Ask(f"{url}/f"), tmp_path / "x", check=fine)
    assert passing.slept == [2.0]


def test_an_unknown_name_is_told_from_a_closed_door():
    import requests

    words = "HTTPConnectionPool(host='x'): Max retries (Caused by NameResolutionError(...))"
    assert http._connection_fault(requests.ConnectionError(words)).code == "online.why.no_name"
    assert http._connection_fault(requests.ConnectionError("?")).code == "online.why.no_connection"
    assert http._connection_fault(requests.ConnectTimeout()).code == "online.why.no_answer"
    assert http._connection_fault(requests.exceptions.ProxyError()).code == "online.why.proxy"


def test_a_certificate_that_is_not_trusted_is_final(tmp_path, server, client):
    # The server speaks no TLS: the handshake fails as with a wrong certificate.
    url = server.url.replace("http:", "https:")
    with pytest.raises(DataUnavailableError, match="certificate"):
        client.download(Ask(f"{url}/f"), tmp_path / "x", check=fine)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "//127.0.0.1/x",
        "http://",
        "http:///x",
        "http://user:word@127.0.0.1/x",
        "http://127.0.0.1:99999/x",
        "http://127.0.0.1:0/x",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\r\nHost: y",
        "http://[::1",
        "http://.example/x",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_no_web_address_is_refused(client, tmp_path, url):
    with pytest.raises(InputError, match="is no address that can be fetched"):
        client.download(Ask(url), tmp_path / "x", check=fine)


def test_a_redirect_within_the_host_is_followed(client, server, tmp_path):
    server.faults = [Fault("/old", 301, headers={"Location": "/f"})]
    assert get(client, server, tmp_path, "/old")[0] == BODY


def test_a_form_stays_a_form_over_a_redirect(client, server, tmp_path):
    server.faults = [Fault("/old", 302, headers={"Location": "/f"})]
    get(client, server, tmp_path, "/old", method="POST", fields={"data": "a=b&c"})
    assert server.asked("/f")[0][2] == {"data": "a=b&c"}


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "http://127.0.0.2:{port}/f",
        "http://127.0.0.1:1/f",
        "ftp://127.0.0.1/f",
    ],
)
def test_a_redirect_elsewhere_is_refused(client, server, tmp_path, target):
    location = target.format(port=server.server_address[1])
    server.faults = [Fault("/f", 302, headers={"Location": location})]
    with pytest.raises(
        DataUnavailableError, match=r"leads to another server, .* not followed"
    ) as shown:
        get(client, server, tmp_path)
    assert location in str(shown.value)
    assert len(server.seen) == 1


def test_redirects_in_a_ring_end(client, server, tmp_path):
    server.faults = [Fault("/f", 302, headers={"Location": "/f"}) for _ in range(9)]
    with pytest.raises(DataUnavailableError, match="only leads elsewhere"):
        get(client, server, tmp_path)
    assert len(server.seen) == 4


@pytest.mark.parametrize("fault", [Fault("/f"), Fault("/f", plain=True)])
def test_an_answer_that_is_too_long_asks_for_less(client, server, tmp_path, fault):
    server.faults = [fault]
    with pytest.raises(AnswerFault) as shown:
        get(client, server, tmp_path, most_bytes=len(BODY) - 1)
    assert shown.value.then is Then.SMALLER
    assert left(tmp_path) == []
    assert get(client, server, tmp_path, most_bytes=len(BODY))[0] == BODY


def test_a_small_packed_answer_cannot_unpack_without_end(client, server, tmp_path):
    import gzip

    server.files["/f"] = gzip.compress(bytes(50_000_000), 9)
    server.faults = [Fault("/f", headers={"Content-Encoding": "gzip"})]
    with pytest.raises(AnswerFault) as shown:
        get(client, server, tmp_path, most_bytes=1_000_000)
    assert shown.value.why.code == "online.why.too_large"


def test_a_drip_is_broken_off(server, tmp_path):
    server.faults = [Fault("/f", drip_s=0.005)]
    slept = []
    with PoliteClient(
        "g/1", progress=fine, clock=Clock(sleep=slept.append), limits=Limits(answer_s=0.2)
    ) as client:
        assert get(client, server, tmp_path)[0] == BODY
    assert slept == [5.0]


def test_silence_is_broken_off(server, tmp_path):

    def late(body):
        threading.Event().wait(0.6)
        return body

    server.faults = [Fault("/f", change=late)]
    slept = []
    with PoliteClient(
        "g/1", progress=fine, clock=Clock(sleep=slept.append), limits=Limits(read_s=0.2)
    ) as client:
        assert get(client, server, tmp_path)[0] == BODY
    assert slept == [5.0]


def test_a_full_disk_is_said_before_it_is_full(client, server, tmp_path, monkeypatch):
    monkeypatch.setattr(
        http.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 299_000_000})
    )
    with pytest.raises(OutputError, match=r"no room at .*: 300 MB needed, 299 MB free"):
        get(client, server, tmp_path)
    assert left(tmp_path) == []


def test_a_disk_that_refuses_is_one_error(client, server, tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        client.download(Ask(f"{server.url}/f"), tmp_path / "no" / "x", check=fine)


def test_nothing_half_written_stays_when_interrupted(client, server, tmp_path):
    def stop(path):
        assert path.name.startswith(PART)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        client.download(Ask(f"{server.url}/f"), tmp_path / "x", check=stop)
    assert left(tmp_path) == []


def test_a_check_decides_what_follows(client, server, tmp_path, passing):
    answers = iter([Then.AGAIN, Then.STOP])

    def check(_path):
        raise AnswerFault(next(answers), Message("online.why.not_json", {}))

    with pytest.raises(DataUnavailableError, match="refuses: the answer is damaged"):
        client.download(Ask(f"{server.url}/f"), tmp_path / "x", check=check)
    assert passing.slept == [5.0]


def test_no_password_of_this_computer_is_sent(client, server, tmp_path, monkeypatch):
    secrets = tmp_path / "netrc"
    secrets.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(secrets))
    client.download(Ask(f"{server.url}/f"), tmp_path / "x", check=fine)
    assert "Authorization" not in server.seen[0][3]
