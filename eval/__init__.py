"""Does it teach the truth? Cases, metrics, gate."""
