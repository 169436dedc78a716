"""Running a notebook from top to bottom without a network."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_client import KernelManager
    from nbformat import NotebookNode

TIMEOUT = 120  # seconds a cell; the slowest takes about five
OFFLINE = """
import socket as _socket
def _refuse(self, address, _connect=_socket.socket.connect):
    if self.family in (_socket.AF_INET, _socket.AF_INET6) and str(address[0]) not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"notebooks run offline, and this one asked for {address}")
    return _connect(self, address)
_socket.socket.connect = _refuse
"""


def execute(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """The notebook with its outputs, run in ``folder`` by a fresh kernel that refuses connections to other machines.

    Raises
    ------
    nbclient.exceptions.CellExecutionError: a cell failed; the message holds the cell and the traceback.
    ValueError: a cell wrote to the error stream, which readers would see as a red box.
    """
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell

    notebook.cells.insert(0, new_code_cell(OFFLINE))
    with TemporaryDirectory(prefix="nb") as sockets:
        kernel = _kernel(sockets)
        client = NotebookClient(
            notebook, km=kernel, timeout=TIMEOUT, resources={"metadata": {"path": str(folder)}}
        )
        client.store_widget_state = False
        try:
            client.execute()
        finally:
            kernel.shutdown_kernel(now=True)
            del notebook.cells[0]
    _refuse_warnings(notebook)
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), 1):
        cell.execution_count = number
        cell.metadata.pop("execution", None)
    return notebook


def _kernel(sockets: str) -> KernelManager:
    """A kernel that talks through files of this user where the system can, and so opens no port."""
    from jupyter_client import KernelManager

    if os.name != "posix":
        return KernelManager(kernel_name="python3")
    return KernelManager(kernel_name="python3", transport="ipc", ip=f"{sockets}/k")


def _refuse_warnings(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.get("name") == "stderr":
                raise ValueError(f"This cell warns:\n{cell.source}\n\n{output.text}")
