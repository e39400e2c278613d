"""A headless Chromium, driven through its debugging pipe: no package, no port, no network."""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: It runs as root in containers, and calls its maker unless it is told not to.
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--force-color-profile=srgb", "--remote-debugging-pipe",
)  # fmt: skip
_SECONDS = 60.0


class Page:
    """One tab.  `requests` are the addresses that it asked for, `errors` what scripts threw."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read, self._rest = write, read, b""
        self._count, self._session, self._loaded = 0, "", False
        self.requests: list[str] = []
        self.errors: list[str] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.send(f"{domain}.enable")

    def open(self, file: Path) -> None:
        """Load the file and wait until it is there, and its scripts ran."""
        self._loaded = False
        self.send("Page.navigate", url=file.as_uri())
        for event in self._messages() if not self._loaded else ():
            self._notice(event)
            if self._loaded:
                break

    def ask(self, expression: str) -> Any:
        """Return the value of a JavaScript expression."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str, text: str = "") -> None:
        """Press and release a key, as a keyboard does."""
        codes = {"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40, "ArrowRight": 39}
        event = {"key": key, "code": key, "windowsVirtualKeyCode": codes.get(key, 0)}
        self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **event)
        self.send("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.send("Input.insertText", text=text)

    def look(self, width: int, *, scheme: str = "light", media: str = "screen") -> None:
        """Give the page a width, a colour scheme and a medium."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=900,
                  deviceScaleFactor=1, mobile=width < 600)  # fmt: skip
        self.send("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])  # fmt: skip

    def scripts(self, *, on: bool) -> None:
        """Let pages that are opened from now on run their scripts, or not."""
        self.send("Emulation.setScriptExecutionDisabled", value=not on)

    def picture(self, file: Path) -> bytes:
        """Write a picture of the whole page, and return it."""
        shot = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        data = base64.b64decode(shot["data"])
        file.write_bytes(data)
        return data

    def printed(self, file: Path) -> bytes:
        """Write the page as a PDF, as a printer would have it, and return it."""
        data = base64.b64decode(self.send("Page.printToPDF", printBackground=True)["data"])
        file.write_bytes(data)
        return data

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command, and return its answer."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        for got in self._messages():
            if got.get("id") == self._count:
                assert "error" not in got, (method, got["error"])
                result: dict[str, Any] = got["result"]
                return result
            self._notice(got)
        raise AssertionError(f"Chromium ended before it answered {method}")

    def _notice(self, event: dict[str, Any]) -> None:
        params = event.get("params", {})
        self._loaded |= event.get("method") == "Page.loadEventFired"
        if event.get("method") == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        if event.get("method") == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(params["exceptionDetails"]))

    def _messages(self) -> Iterator[dict[str, Any]]:
        until = time.monotonic() + _SECONDS
        while True:
            message, end, rest = self._rest.partition(b"\0")
            if end:
                self._rest = rest
                yield json.loads(message)
                continue
            ready, _, _ = select.select([self._read], [], [], max(0.0, until - time.monotonic()))
            assert ready, f"Chromium did not answer within {_SECONDS:.0f} s"
            more = os.read(self._read, 1 << 16)
            if not more:
                return
            self._rest += more


@contextmanager
def started(chromium: str, profile: Path) -> Iterator[Page]:
    """Start the program `chromium` with an empty profile; it ends with the context."""
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    # Its ends of the pipes have to be the descriptors 3 and 4.
    shell = f'exec 3<&{to_read} 4>&{from_write}; exec "$@"'
    argv = ["bash", "-c", shell, "bash", chromium, *_FLAGS, f"--user-data-dir={profile}"]
    process = subprocess.Popen(
        argv, pass_fds=(to_read, from_write), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(to_read)
    os.close(from_write)
    try:
        yield Page(to_write, from_read)
    finally:
        os.close(to_write)
        os.close(from_read)
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
