"""`python -m codemods.sweep`."""

from codemods.cli.sweep import main

if __name__ == "__main__":
    main()
