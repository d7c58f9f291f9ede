"""Composition root: settings, urls, middleware, the embedded database and the commands of ./run."""
