"""Practice questions, and why each option of one is right or wrong."""
