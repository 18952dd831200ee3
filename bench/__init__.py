"""`make bench`: unionreg against named baselines in one run.  See docs/performance.md."""
