"""Exams, reviews and plans: what a learner did, and what follows from it."""
