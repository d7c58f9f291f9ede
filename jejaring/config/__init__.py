"""Composition root: settings, urls, middleware, launcher, commands."""
