"""The local PostgreSQL, as SQLAlchemy sees it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.postgres import Postgres
from tests.databases import ask, run
from tests.servers import short_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder() as folder:
        yield folder


@pytest.mark.parametrize(
    "name",
    [
        "plain",
        "odd näme, 100% \"quoted\" & 'more'; #x?y=z",
        "deep/" + "/".join(["a-rather-long-folder-name"] * 8),
    ],
    ids=["plain", "odd", "deep"],
)
async def test_it_starts_in_a_folder_of_any_name_and_keeps_its_data(folder: Path, name: str) -> None:
    server = Postgres(folder / name)
    try:
        server.start()
        await run(server.url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")

        server.kill()
        server.start()
        assert await ask(server.url, "SELECT n FROM kept") == 7

        server.stop()
        again = Postgres(folder / name)
        again.start()
        try:
            assert again.url == server.url
            assert await ask(again.url, "SELECT n FROM kept") == 7
        finally:
            again.stop()
    finally:
        server.kill()
        shutil.rmtree(server.sockets.parent)  # which lies apart from a folder with such a name


async def test_two_servers_side_by_side_know_nothing_of_each_other(folder: Path) -> None:
    one, two = Postgres(folder / "one"), Postgres(folder / "two")
    try:
        one.start()
        two.start()
        await run(one.url, "CREATE TABLE only_here (n int)")

        assert await ask(two.url, "SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'") == 0
        assert await ask(two.url, "SHOW listen_addresses") == ""
    finally:
        one.kill()
        two.kill()


async def test_each_test_has_a_database_of_its_own(database_url: str, postgres_url: str) -> None:
    await run(database_url, "CREATE TABLE pacts (n int)")

    assert await ask(postgres_url, "SELECT count(*) FROM pg_tables WHERE tablename = 'pacts'") == 0
