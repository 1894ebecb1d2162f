"""Scripts that make the trained files from named inputs; nothing here is needed when the product runs."""
