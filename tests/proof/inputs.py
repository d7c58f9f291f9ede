"""Two thousand hostile inputs, always the same ones: what people, scanners and broken programs put into fields.

Each is bytes, as a browser would send them before they are quoted. MARK is in everything that would be markup, so that it can be found
again in a page as an element or an attribute.
"""

import random
from collections.abc import Iterator
from pathlib import Path

MARK = "zq7"
SIZE = 2000
SEEDS = Path(__file__).with_name("hostile.txt")
LONG = [
    *("a" * n for n in (255, 256, 1001, 2001, 5000, 20001, 66000)),
    "\u00e9" * 3000, "\U0001f600" * 1500, "a " * 3000, "1" * 400,
    "\n" * 3000, "<" * 1500, "{" * 500, "[" * 2000, '{"a":' * 300, "Z\u0351\u0343\u0313" * 40, "\ufdfd" * 30, "a\u0300" * 200,
]  # fmt: skip
CARRIERS = ("{}", "Ibu {} datang", "{}{}", " {} ", "'{}'", '"{}"', "{}\n{}", "({})", "{};", "{}.", "\t{}", "<b>{}</b>", "--{}", "{}%00")


def families() -> dict[str, list[bytes]]:
    """The seeds of each family."""
    found = {"long": [_sent(one) for one in LONG], "control": [_sent(f"a{chr(n)}b") for n in (*range(32), *range(127, 160))]}
    name = ""
    for line in SEEDS.read_text(encoding="ascii").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            found[name] = []
        elif name and line:
            text = line.encode().decode("unicode_escape")
            found[name].append(text.encode("latin-1") if name == "broken" else _sent(text))
    return found


def _sent(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _endless() -> Iterator[bytes]:
    chance, seeds = random.Random(7), families()
    flat = [one for group in seeds.values() for one in group]
    yield from flat
    short = [one for one in flat if len(one) < 400]
    for carrier in CARRIERS[1:]:
        before, _, after = carrier.partition("{}")
        yield from (before.encode() + one + after.replace("{}", "zq7").encode() for one in short)
    while True:
        yield b" ".join(chance.sample(short, 2))


def corpus(size: int = SIZE) -> list[bytes]:
    """The first ones that differ, shuffled so that neighbours are of different families."""
    found: dict[bytes, None] = {}
    for one in _endless():
        if len(found) == size:
            break
        found[one] = None
    inputs = list(found)
    random.Random(7).shuffle(inputs)
    return inputs
