"""Ask the service in this container whether it is healthy: `python -m shared.healthcheck`, exit code 0 for yes.

It reads the service's own settings, so it finds the port wherever that was moved to. `/healthz` and not `/readyz`:
a service that waits for Kafka is not ready, and restarting it would not help.
"""

import http.client
import sys

from shared.settings import CommonSettings, load

EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what is listened on, seen from inside
TIMEOUT_SECONDS = 3


def check(host: str, port: int) -> str | None:
    """Why the service on `host:port` is not healthy, as a sentence; None when it is."""
    connection = http.client.HTTPConnection(EVERY_ADDRESS.get(host, host), port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        said = response.read(2000).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        return f"No answer from {host}:{port}: {error}"
    finally:
        connection.close()
    return None if response.status == http.client.OK else f"{host}:{port} answers {response.status}: {said}"


def main() -> int:
    """Exit code for the container engine; what is wrong goes to standard error, which the engine keeps."""
    settings = load(CommonSettings)
    wrong = check(settings.ops_host, settings.ops_port)
    if wrong:
        sys.stderr.write(wrong + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
