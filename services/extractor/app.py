"""The extractor, wired: articles in, through the Faust stream, pact-reports out."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from services.extractor.handlers import NAME, Extraction
from services.extractor.reading import Reader
from services.extractor.settings import ExtractorSettings
from shared.health import Health
from shared.lag import watch_lag
from shared.messages import Article
from shared.publisher import Publisher
from shared.stream import Batching, Stream
from shared.topics import ARTICLES


async def work(settings: ExtractorSettings, health: Health, stop: asyncio.Event) -> None:
    """Run until `stop`."""
    publisher = Publisher(settings, health)
    # One thread: spaCy holds the interpreter while it parses, so more would only wait for each other.
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader")
    lag = asyncio.create_task(watch_lag(settings, NAME, ARTICLES, health))
    try:
        reader = await asyncio.get_running_loop().run_in_executor(executor, Reader.load, settings.extractor_model)
        await publisher.start()
        await Stream(
            settings,
            health,
            publisher,
            group=NAME,
            source=ARTICLES,
            model=Article,
            handle=Extraction(reader, executor, progressed=health.progressed).handle,
            batching=Batching(settings.extractor_batch_size, settings.extractor_batch_seconds),
        ).run(stop)
    finally:
        # Not waited for: a reader that hangs is just why a service may be ending.
        executor.shutdown(wait=False, cancel_futures=True)
        lag.cancel()
        await publisher.stop()
