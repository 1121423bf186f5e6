"""A real HTTP server that receives webhooks, for tests of every kind. It runs in threads, so any test can wait for it.

with Receiver() as receiver:
    receiver.next_answers(Answer(503, {"Retry-After": "1"}))    # once; then 204 again
    ...
    (post,) = receiver.wait_for(1)
    assert post.body(secret)["data"]["alert_id"] == post.id
"""

import ssl
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from standardwebhooks.webhooks import Webhook

SECRET = "whsec_cGFjdHdhdGNoLXRlc3RzLW9ubHktMzItYnl0ZXMhIQ=="


@dataclass(frozen=True)
class Answer:
    """What to answer a post, and how: the head `after_seconds`, the body `body_after_seconds` later.

    `hang_up` closes the connection without a word.
    """

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    after_seconds: float = 0.0
    body_after_seconds: float = 0.0
    hang_up: bool = False


@dataclass(frozen=True)
class Post:
    """One request as it came, and when (`time.monotonic`)."""

    path: str
    headers: Mapping[str, str]
    content: bytes
    at: float

    @property
    def id(self) -> str:
        """The webhook id."""
        return self.headers.get("webhook-id", "")

    def body(self, secret: str = SECRET) -> Any:
        """The JSON, its signature checked. Raises WebhookVerificationError."""
        return Webhook(secret).verify(self.content, dict(self.headers))


class Receiver:
    """Listens on loopback while it is entered. After `close` it can be entered again on the same port."""

    def __init__(self, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self._port = port
        self._tls = tls
        self._answers: deque[Answer] = deque()
        self._usual = Answer()
        self._posts: list[Post] = []
        self._changed = threading.Condition()
        self._released = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._released.clear()
        self._server = _Server(("127.0.0.1", self._port), _handler_for(self))
        self._port = self._server.server_port
        if self._tls:
            self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening; whoever still waits for a slow answer loses the connection."""
        self._released.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = self._thread = None

    @property
    def url(self) -> str:
        """Where to post; the same after being closed and entered again."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._port}/hook"

    def usual_answer(self, answer: Answer) -> None:
        """Answer so from now on."""
        self._usual = answer

    def next_answers(self, *answers: Answer) -> None:
        """Answer so to the next posts, one each, before the usual answer."""
        self._answers.extend(answers)

    @property
    def posts(self) -> list[Post]:
        """All that came, in order."""
        with self._changed:
            return list(self._posts)

    @property
    def ids(self) -> list[str]:
        """The webhook ids of all that came, in order, repeats included."""
        return [post.id for post in self.posts]

    def wait_for(self, amount: int, within_seconds: float = 20.0) -> list[Post]:
        """Block until so many posts came. Raises AssertionError when they do not. From a coroutine: in a thread."""
        with self._changed:
            came = self._changed.wait_for(lambda: len(self._posts) >= amount, within_seconds)
            assert came, f"{len(self._posts)} of {amount} posts came within {within_seconds} s"
            return list(self._posts)

    def take(self, post: Post) -> Answer:
        """Note a post and say what to answer."""
        with self._changed:
            self._posts.append(post)
            self._changed.notify_all()
            return self._answers.popleft() if self._answers else self._usual

    def sleep(self, seconds: float) -> None:
        """Wait, or until the receiver is closed."""
        self._released.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the tests."""


def _handler_for(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = receiver.take(Post(self.path, headers, content, time.monotonic()))
            if answer.after_seconds:
                receiver.sleep(answer.after_seconds)
            if answer.hang_up:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            if answer.body_after_seconds:
                receiver.sleep(answer.body_after_seconds)
            self.wfile.write(answer.body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    return Handler
