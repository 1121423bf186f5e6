import re

from deploy.local.kafka_jars import COORDINATES, LOCK, read_lock


def test_the_committed_lock_names_every_jar_with_its_hash_and_no_address() -> None:
    jars = read_lock()

    assert {jar.coordinates for jar in jars} >= set(COORDINATES)
    assert all(re.fullmatch(r"[^:]+:[^:]+:[^:]+", jar.coordinates) for jar in jars)
    assert all(re.fullmatch(r"[0-9a-f]{64}", jar.sha256) for jar in jars)
    assert len({jar.coordinates for jar in jars}) == len(jars)
    assert "://" not in LOCK.read_text(encoding="utf-8")
