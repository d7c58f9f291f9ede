"""Base layout, components, form templates, tokens, stylesheet and template tags."""
