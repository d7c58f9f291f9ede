"""One line on the terminal that says how far the telling is."""

import sys
import time
from typing import TextIO

EVERY = 1.0  # seconds; on something that is no terminal, lines stay and come more rarely
RARELY = 5.0


class Progress:
    """Writes to standard error: results belong to standard output."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()
        self.last, self.shown = time.monotonic() - RARELY, ""

    def say(self, month: str, cases: int) -> None:
        """Show the month and the number of cases told, about once a second."""
        moment = time.monotonic()
        if moment - self.last < (EVERY if self.live else RARELY):
            return
        self.last = moment
        self._write(f"Membangun kota contoh … {month}, {cases} kasus")

    def end(self, cases: int) -> None:
        """The last word."""
        self._write(f"Kota contoh siap: {cases} kasus")
        if self.live:
            self.stream.write("\n")
            self.stream.flush()

    def _write(self, text: str) -> None:
        if self.live:
            self.stream.write("\r" + text.ljust(len(self.shown)))
        else:
            self.stream.write(text + "\n")
        self.shown = text
        self.stream.flush()
