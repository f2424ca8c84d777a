"""Questions for elsewhere: Anki decks, spreadsheets, question files, printable exams."""
