"""`python -m assistant` is the command `abstract-assistant`."""

from assistant.cli import main

if __name__ == "__main__":
    main()
