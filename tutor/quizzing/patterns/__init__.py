"""Patterns: what in notes can be asked, each as drafts with a pool of wrong options."""
