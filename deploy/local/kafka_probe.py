"""Asking a Kafka broker, without a client library, which brokers are alive.

A client library would need an event loop of its own and logs an error for each attempt while the broker starts;
this is one request over one socket, in the wire format of Metadata version 1.
"""

import socket
import struct

_METADATA, _VERSION, _CORRELATION = 3, 1, 1
_NO_TOPICS = struct.pack(">i", 0)


def live_brokers(host: str, port: int, *, timeout: float = 1.0) -> set[int]:
    """The ids of the brokers that serve requests, as the broker at this address knows; empty if it does not answer."""
    client = b"pactwatch"
    header = struct.pack(">hhih", _METADATA, _VERSION, _CORRELATION, len(client)) + client
    request = header + _NO_TOPICS
    try:
        with socket.create_connection((host, port), timeout=timeout) as connection:
            connection.settimeout(timeout)
            connection.sendall(struct.pack(">i", len(request)) + request)
            (size,) = struct.unpack(">i", _read(connection, 4))
            return _broker_ids(_read(connection, size))
    except (OSError, struct.error):
        return set()


def _broker_ids(response: bytes) -> set[int]:
    """The node ids in a Metadata response: [id, host, port, rack] after the correlation id and the array's length."""
    _, count = struct.unpack_from(">ii", response)
    position = 8
    ids = set()
    for _ in range(count):
        (node_id,) = struct.unpack_from(">i", response, position)
        ids.add(node_id)
        position = _skip_string(response, position + 4) + 4
        position = _skip_string(response, position)
    return ids


def _skip_string(response: bytes, position: int) -> int:
    length: int = struct.unpack_from(">h", response, position)[0]
    return position + 2 + max(length, 0)  # -1 stands for null


def _read(connection: socket.socket, size: int) -> bytes:
    """Exactly `size` bytes; a connection that ends sooner is an OSError like any other broken connection."""
    received = bytearray()
    while len(received) < size:
        chunk = connection.recv(size - len(received))
        if not chunk:
            raise ConnectionResetError("the broker closed the connection")
        received += chunk
    return bytes(received)
