"""Jejaring: the working system of a city's network against trafficking and violence."""
