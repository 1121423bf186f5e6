"""Stands in for a service in tests of the supervision: ready from the start, or as its environment says."""

import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Ops(BaseHTTPRequestHandler):
    """Answers `/readyz` with what it was given, so that a test can see it."""

    def do_GET(self) -> None:
        """Say 200, or 503 where the test wants a service that never gets ready."""
        reason = os.environ.get("STAND_IN_NOT_READY", "")
        said = reason or "\n".join(f"{name}={value}" for name, value in sorted(os.environ.items()))
        self.send_response(503 if reason else 200)
        self.end_headers()
        self.wfile.write(said.encode("utf-8", "surrogateescape"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        """Keep quiet."""


def main() -> None:
    """Serve until told to stop; or end at once, saying why, where the test wants that."""
    if complaint := os.environ.get("STAND_IN_ENDS"):
        sys.exit(complaint)
    sys.stdout.write("serving\n")
    sys.stdout.flush()
    HTTPServer(("127.0.0.1", int(os.environ["PACTWATCH_OPS_PORT"])), Ops).serve_forever()


if __name__ == "__main__":
    main()
