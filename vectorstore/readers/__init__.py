"""Files of abstracts, each format a reader of its own behind one table (`formats.py`)."""
