"""A server that answers with given bytes, whatever it is asked."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_ABORT = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Manner:
    """`drip`: seconds between single bytes.  `reset`: RST instead of an answer."""

    answer: bytes = b""
    drip: float = 0.0
    reset: bool = False


def http(status: str, body: bytes, *extra: str) -> bytes:
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, *extra, "", ""]).encode() + body


@contextmanager
def answering(manner: Manner) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ending = threading.Event()
        thread = threading.Thread(target=_accept, args=(listener, manner, ending), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            ending.set()
            with socket.create_connection(listener.getsockname()):
                thread.join()


def _accept(listener: socket.socket, manner: Manner, ending: threading.Event) -> None:
    while True:
        connection, _ = listener.accept()
        with connection:
            if ending.is_set():
                return
            _answer(connection, manner, ending)


def _answer(connection: socket.socket, manner: Manner, ending: threading.Event) -> None:
    connection.recv(65536)
    if manner.reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
        return
    try:
        for piece in _pieces(manner):
            connection.sendall(piece)
            ending.wait(manner.drip)
    except ConnectionError:
        return


def _pieces(manner: Manner) -> list[bytes]:
    if not manner.drip:
        return [manner.answer]
    return [manner.answer[place : place + 1] for place in range(len(manner.answer))]
