"""One file per verb of ``python -m hub``: NAME, HELP, configure, run."""
