"""Request bodies: bounded in length, of a type the route takes."""

from collections.abc import Callable

from starlette.requests import Request

from services.gateway.problems import Problem


def media_type_of(request: Request) -> str:
    """The content type without its parameters, in lower case."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require_type(request: Request, takes: Callable[[str], bool], advice: str) -> str:
    """The body's type. Raises Problem 415 for one that the route does not take, or none.

    That is a guard too: a web page elsewhere can make a browser post plain text or forms here without asking, but for
    JSON the browser asks first (CORS preflight), and is answered no.
    """
    media_type = media_type_of(request)
    if not takes(media_type):
        raise Problem(415, f"The Content-Type is {'missing' if not media_type else 'not one taken here'}; {advice}.")
    return media_type


async def read_body(request: Request, longest: int) -> bytes:
    """The whole body. Raises Problem 413 as soon as it is known to be longer than `longest` bytes."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > longest:
        raise _too_long(longest)
    parts: list[bytes] = []
    length = 0
    async for part in request.stream():
        length += len(part)
        if length > longest:
            raise _too_long(longest)
        parts.append(part)
    return b"".join(parts)


def _too_long(longest: int) -> Problem:
    return Problem(413, f"The body is longer than {longest} bytes; send the articles in several requests.")
