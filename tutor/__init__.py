"""Teaching: answers, questions, explanations, and the two ways in (command line and app)."""
