"""``python -m recoveryeval`` is the command line."""

from recoveryeval.cli import main

raise SystemExit(main())
