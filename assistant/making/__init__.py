"""Scripts that make what ships as data under `assistant/data`; not part of the installed package."""
