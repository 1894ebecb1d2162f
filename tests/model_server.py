"""A server on 127.0.0.1 that speaks the OpenAI chat protocol and plays a part, for tests of what a model may do."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.protocol import Reply, Told, Verdict, as_lines

Part = Callable[["Request"], "str | Fault"]
"""Plays: gives the text of a reply, or a way to fail."""

PAUSE = threading.Event()
"""Never set: a server that takes its time waits for it."""

KEY = "sk-canary-4f7a9"
"""The key that the client sends; it must never be seen anywhere."""


@dataclass(frozen=True)
class Request:
    """What was asked."""

    body: Mapping[str, Any]
    """The request as it came."""

    @property
    def messages(self) -> list[str]:
        """The texts of its messages."""
        return [message["content"] for message in self.body["messages"]]

    @property
    def is_rewriting(self) -> bool:
        """Whether a follow-up is to be made to stand alone."""
        return self.messages[0].startswith("Rewrite")

    @property
    def wants_json(self) -> bool:
        """Whether a schema is given, for the reply or for a tool."""
        return "response_format" in self.body or self.tool is not None

    @property
    def tool(self) -> str | None:
        """The name of the tool that has to be called."""
        return self.body["tools"][0]["function"]["name"] if self.body.get("tools") else None

    @property
    def material(self) -> str:
        """What is to be read: the last message with sentences or a conversation."""
        return next(text for text in reversed(self.messages) if "<question>" in text)

    @property
    def question(self) -> str:
        """The question."""
        return self.material.split("<question>\n")[1].split("\n</question>")[0]

    @property
    def sentences(self) -> dict[int, str]:
        """Sentences by number."""
        return {int(n): text for n, text in re.findall(r"^\[(\d+)\] (.*)$", self.material, re.MULTILINE)}


@dataclass(frozen=True)
class Fault:
    """A way to fail."""

    status: int = 200
    """Status of the response."""
    text: str = ""
    """Its body; in a stream, what is said before it goes wrong."""
    why: str = ""
    """What a status that is an error is explained with."""
    spoken: bool = False
    """Whether it is said in words, where a tool should be called with it."""
    html: bool = False
    """Whether the body is a page instead of the protocol."""
    cut: bool = False
    """Whether the connection ends in the middle of the stream."""
    endless: bool = False
    """Whether the stream never ends."""
    silent: bool = False
    """Whether nothing but empty comments come, for ever."""


def shaped(request: Request, reply: Reply) -> str:
    """A reply in the form that was asked for."""
    return reply.to_json() if request.wants_json else as_lines(reply)


def honest(request: Request) -> str:
    """Picks the sentences that share most words with the question, and repeats the best."""
    if request.is_rewriting:
        return request.question
    asked = _parts(request.question)
    shared = {n: len(asked & _parts(text)) / len(asked) for n, text in request.sentences.items()}
    best = max(shared, key=lambda n: (shared[n], -n))
    if shared[best] < 0.3:
        return shaped(request, Reply(Verdict.NO))
    return shaped(request, Reply(Verdict.YES, (Told((best,), request.sentences[best]),)))


def _parts(text: str) -> set[str]:
    return {*re.findall(r"[a-z0-9]{3,}", text.lower()), *re.findall(r"[\u4e00-\u9fff]", text)} or {"?"}


@dataclass
class ModelServer:
    """A running server."""

    address: str
    """Its base address, as clients are given it."""
    part: Part = honest
    """What it plays."""
    seen: list[Request] = field(default_factory=list)
    """What was asked of it."""
    dropped: threading.Event = field(default_factory=threading.Event)
    """Set when a client hung up in the middle of a stream."""


@contextmanager
def serve() -> Iterator[ModelServer]:
    """A server for the time of a test."""
    held: list[ModelServer] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            request = Request(body)
            held[0].seen.append(request)
            said = held[0].part(request)
            try:
                _respond(self, body, Fault(text=said) if isinstance(said, str) else said)
            except OSError:
                held[0].dropped.set()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    held.append(ModelServer(f"http://127.0.0.1:{server.server_port}/v1"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield held[0]
    finally:
        server.shutdown()
        server.server_close()


def _respond(handler: BaseHTTPRequestHandler, body: Mapping[str, Any], said: Fault) -> None:
    tool = None if said.spoken else Request(body).tool
    streamed = bool(body.get("stream")) and said.status == 200 and not said.html
    kind = "text/html" if said.html else "text/event-stream" if streamed else "application/json"
    handler.send_response(said.status)
    handler.send_header("content-type", kind)
    handler.end_headers()
    if said.html:
        handler.wfile.write(b"<html><body>Welcome to the gateway</body></html>")
    elif said.status != 200:
        handler.wfile.write(json.dumps({"error": {"message": said.why or f"No, {KEY}!", "type": "error"}}).encode())
    elif streamed:
        _stream(handler, said, tool)
    else:
        message = {"role": "assistant", **_piece(said.text, tool)}
        end = "tool_calls" if tool else "stop"
        whole = {"choices": [{"index": 0, "message": message, "finish_reason": end}], "usage": _USAGE}
        handler.wfile.write(json.dumps({**_CHUNK, "object": "chat.completion", **whole}).encode())


_CHUNK = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "test"}
_USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


def _piece(text: str, tool: str | None) -> dict[str, Any]:
    """Some text of a reply, or of the arguments that a tool is called with."""
    if tool is None:
        return {"content": text}
    called = {"index": 0, "id": "t1", "type": "function", "function": {"name": tool, "arguments": text}}
    return {"content": None, "tool_calls": [called]}


def _stream(handler: BaseHTTPRequestHandler, said: Fault, tool: str | None) -> None:
    def send(choices: list[dict[str, Any]], **more: object) -> None:
        data = json.dumps({**_CHUNK, "choices": choices, **more})
        handler.wfile.write(f"data: {data}\n\n".encode())
        handler.wfile.flush()

    while said.silent:
        handler.wfile.write(b": still here\n\n")
        handler.wfile.flush()
        PAUSE.wait(0.05)
    for at in range(0, len(said.text), 7):
        delta = {"role": "assistant", **_piece(said.text[at : at + 7], tool)}
        send([{"index": 0, "delta": delta, "finish_reason": None}])
    while said.endless:
        send([{"index": 0, "delta": _piece(" and so on", tool), "finish_reason": None}])
        PAUSE.wait(0.002)
    if said.cut:
        return
    send([{"index": 0, "delta": {}, "finish_reason": "tool_calls" if tool else "stop"}])
    send([], usage=_USAGE)
    handler.wfile.write(b"data: [DONE]\n\n")
