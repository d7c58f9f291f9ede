"""Jejaring: the working system of a city against human trafficking."""
