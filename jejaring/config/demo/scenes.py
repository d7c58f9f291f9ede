"""Scenes."""
def of(present, *, seed, villages):
    return []
def since(*a, **k):
    return []
