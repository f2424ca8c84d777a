"""The tabs of the page, by the id that links and handlers use."""

HOME = "home"
ASK = "ask"
PRACTICE = "practice"
EXAM = "exam"
REVIEW = "review"
PROGRESS = "progress"
NOTES = "notes"
SETTINGS = "settings"
EVERY_TAB = (HOME, ASK, PRACTICE, EXAM, REVIEW, PROGRESS, NOTES, SETTINGS)
