"""The shell: the only place that knows the order of the stages, the clock and the disk."""
