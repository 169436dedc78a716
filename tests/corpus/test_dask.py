"""The Dask engine on a local cluster of processes; a worker killed in mid-run loses nothing."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import composing
import pytest

from textmine.corpus import RunSettings, make_engine, process
from textmine.errors import UsageError

distributed = pytest.importorskip("distributed")

pytestmark = [pytest.mark.filterwarnings("ignore")]  # of the cluster's own making when its workers die


@pytest.fixture
def cluster() -> Iterator[Any]:
    import dask

    with (
        dask.config.set({"distributed.worker.daemon": False, "distributed.comm.timeouts.connect": "20s"}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=60
        ) as local,
    ):
        yield local


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "tables").iterdir()
    }


def test_a_cluster_gives_the_same_bytes_though_a_worker_dies(tmp_path: Path, cluster: Any) -> None:
    source = composing.folder(tmp_path / "in", 250)
    settings = RunSettings(with_csv=False)
    process([source], into=tmp_path / "serial", tagger="rules", settings=settings)
    with distributed.Client(cluster) as client:
        victims = list(client.run(os.getpid).values())
    killed: list[int] = []

    def kill_one(done: int, found: int) -> None:
        if not killed:
            killed.append(victims[0])
            os.kill(victims[0], signal.SIGKILL)
            time.sleep(0.2)

    process(
        [source],
        into=tmp_path / "dask",
        engine=make_engine("dask", scheduler=cluster.scheduler_address),
        tagger="rules",
        settings=settings,
        on_progress=kill_one,
    )
    assert killed
    assert bytes_of(tmp_path / "dask") == bytes_of(tmp_path / "serial")


def test_without_a_scheduler_the_message_says_what_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textmine.corpus._dask._CONNECT_SECONDS", 1)
    with pytest.raises(UsageError, match="tcp://"):
        make_engine("dask")
    with pytest.raises(UsageError, match="No Dask scheduler answers"):
        make_engine("dask", scheduler="tcp://127.0.0.1:9")
