import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from deploy.local.kafka_probe import live_brokers


@contextmanager
def answering(answer: Callable[[bytes], bytes]) -> Iterator[int]:
    """A server that reads one framed request, answers it and closes the connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                (size,) = struct.unpack(">i", connection.recv(4, socket.MSG_WAITALL))
                connection.sendall(answer(connection.recv(size, socket.MSG_WAITALL)))

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def metadata(*brokers: tuple[int, bytes, bytes | None]) -> bytes:
    body = struct.pack(">ii", 1, len(brokers))
    for node_id, host, rack in brokers:
        body += struct.pack(">ih", node_id, len(host)) + host + struct.pack(">i", 9092)
        body += struct.pack(">h", -1) if rack is None else struct.pack(">h", len(rack)) + rack
    body += struct.pack(">ii", 1, 0)
    return struct.pack(">i", len(body)) + body


def test_it_reads_the_ids_of_all_live_brokers() -> None:
    with answering(lambda _: metadata((1, b"127.0.0.1", None), (7, b"a.longer.name", b"rack"))) as port:
        assert live_brokers("127.0.0.1", port) == {1, 7}


@pytest.mark.parametrize(
    "answer", [b"", b"\x00\x00", metadata((1, b"host", None))[:20], b"HTTP/1.1 400 Bad Request\r\n"]
)
def test_what_is_no_whole_answer_is_no_broker(answer: bytes) -> None:
    with answering(lambda _: answer) as port:
        assert live_brokers("127.0.0.1", port) == set()


def test_nobody_listening_is_no_broker() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    assert live_brokers("127.0.0.1", port) == set()
