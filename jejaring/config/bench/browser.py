"""A plain HTTP client with the cookies of one signed-in account: what a browser sends, over one kept connection."""

import http.client
import re
import socket
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """One account at one web server. `get` and `post` answer status and body."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies, self.token, self.location = port, dict[str, str](), "", ""  # where the last answer sends to
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def sign_in(self, username: str, password: str) -> None:
        """Through the sign-in page, as everybody."""
        self.form("/sign-in/")
        status, body = self.post("/sign-in/", {"username": username, "password": password})
        if status != 302:
            raise RuntimeError(f"{username} could not sign in: {status} {body[:300]!r}")

    def form(self, path: str) -> str:
        """Open a page with a form and keep its token."""
        body = self.get(path)
        found = TOKEN.search(body)
        if not found:
            raise RuntimeError(f"{path} has no form: {body[:300]!r}")
        self.token = found[1]
        return body

    def get(self, path: str) -> str:
        """The page; anything but 200 is an error of the benchmark."""
        status, body = self._send("GET", path, None)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        return body

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form."""
        return self._send("POST", path, urlencode(fields | {"csrfmiddlewaretoken": self.token}).encode())

    def _send(self, method: str, path: str, body: bytes | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{self.port}{path}"}
        self.connection.request(method, path, body, headers)
        if self.connection.sock:
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.location = answer.headers.get("Location", "")
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _sep, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer.status, text
