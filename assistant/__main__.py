"""`python -m assistant` is the command `abstract-assistant`."""

from assistant.cli import main

main()
