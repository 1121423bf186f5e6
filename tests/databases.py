"""Speaking SQL to a database, for tests that look at PostgreSQL from outside."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def run(url: str, *statements: str) -> None:
    """Run statements in one transaction."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


async def ask(url: str, question: str) -> object:
    """The first column of the first row of the answer."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        answer = await connection.scalar(text(question))
    await engine.dispose()
    return answer
