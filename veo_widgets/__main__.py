"""Run the command line with ``python -m veo_widgets``."""

from veo_widgets.cli import main

if __name__ == "__main__":
    main()
