"""Answers: from the notes alone, or by a model whose every sentence is checked."""
