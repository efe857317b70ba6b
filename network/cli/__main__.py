"""So that `python -m network.cli` is `alongside`."""

from network.cli import main

main()
