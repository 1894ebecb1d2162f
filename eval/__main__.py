"""`python -m eval` is `abstract-assistant eval`."""

import sys

from assistant.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["eval"]
    main()
