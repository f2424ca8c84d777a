"""Every text of the app, in one place."""

from __future__ import annotations

from corpus.course import BUNDLED_COURSE

TITLE = "Study Tutor"
TAGLINE = "Answers, questions and explanations from your own notes, each with its passage."
COURSE = "Course"
TAB_ASK, TAB_PRACTICE, TAB_NOTES = "Ask", "Practice", "Notes"

# -- getting ready
STAGES = {
    "waiting": "Getting ready …",
    "reading": "Reading the notes of this course",
    "embedding": "Indexing the notes of this course",
    "storing": "Storing the index of this course",
    "loading": "Loading the search models …",
    "ready": "",
    "failed": "This course is not ready",
}

# -- ask
ASK_PLACEHOLDER = "Ask anything about your notes …"
ASK_FOLLOW_UP = "Ask about this, or anything else …"
ASK_LABEL = "Your question"
CHAT_LABEL = "Conversation"
EMPTY_CHAT = (
    "### Ask your notes\n\nEvery sentence of the answer comes with the passage it rests on. "
    "If your notes don't say, you will be told so."
)
SEARCHING = "Searching your notes …"
WRITING = "Being written; each sentence is checked against your notes at the end."
STOPPED = "Stopped."
SOURCES = "Sources"
READ_AS = "Understood as"
REFUSED = "Your notes don't say"
NO_PASSAGE = "Nothing in them comes close."
NEAREST = "The closest passages (none of them is an answer)"
UNSUPPORTED = "not in your notes"
UNSUPPORTED_HELP = "No passage of your notes supports this sentence."
CONFLICT = "Your notes disagree"
FROM_NOTES = "Quoted from your notes"
FROM_MODEL = "Written by the model, checked against your notes"
COPY, COPIED = "Copy", "Copied"
PRACTICE_QUESTION = "Practice question"
FAILED = "That did not work"

# -- passages
PASSAGE = "In your notes"
CLOSE = "Close"
PAGE, CHUNK = "page", "passage"
CUT_ABOVE = "… the note begins above"
CUT_BELOW = "… the note goes on below"
SHOW_MORE = "Show more of the note"
PASSAGE_GONE = "That passage is no longer on the page"
PASSAGE_GONE_TODO = "Ask the question again"

# -- practice
SECTION, OBJECTIVE, TOPIC = "Section", "Objective", "Topic"
TOPIC_PLACEHOLDER = "For example: cross-validation"
KIND, ORIGIN, NUMBER = "Kind", "Questions from", "How many"
ALL_SECTIONS, ANY_OBJECTIVE = "All sections", "Any objective"
KINDS = (("Any", ""), ("One answer", "single"), ("Several answers", "multiple"))
ORIGINS = (("Anywhere", "any"), ("Question bank", "bank"), ("My notes", "notes"))
ORIGIN_MODEL = ("Language model", "model")
ORIGIN_NAMES = {"bank": "question bank", "notes": "your notes", "model": "language model"}
NARROW = "Narrow it down"
START, CHECK, NEXT, FINISH = "Start", "Check", "Next question", "See the result"
NEW_SET, RETRY_MISSED, LEAVE = "New questions", "Practise the missed ones again", "End this set"
ASK_ABOUT = "Ask about this question"
CHOOSE_ONE = "Choose an answer"
CHOOSE_SEVERAL = "Choose every answer that is right"
CHOOSE_FIRST = "Choose an answer first."
RIGHT, WRONG, UNSETTLED = "right", "wrong", "not settled by your notes"
YOU_CHOSE = "your choice"
ANSWERED_RIGHT, ANSWERED_WRONG = "Right", "Not right"
THE_ANSWER_IS = "The answer is"
NO_KEY = "Your notes do not settle this question"
TAKEAWAY = "To keep"
MISSED = "Missed"
NOTHING_MISSED = "Nothing missed."
DRAWING = "Choosing questions …"
NOT_ANSWERED = "not answered"
STARTING_OVER = "You have seen every question that fits; they start over."
DROPPED = "candidates were dropped by the checks"
PRACTICE_INTRO = (
    "One question at a time. After each, every option is explained with its passage. "
    "Each key is proved by a passage of your notes."
)

# -- notes
ADD_FILES = "Add files"
ADD_FILES_HELP = "PDF, Markdown, text, HTML, notebooks, Word and PowerPoint"
ADD_FOLDER = "Add a file or folder of this machine"
FOLDER_PLACEHOLDER = "/home/me/notes"
ADD, REINDEX, REBUILD = "Add", "Look for changes", "Index everything anew"
INDEXED = "What is indexed"
NOTHING_INDEXED = "Nothing yet. Add files, and they can be asked about as soon as they are read."
FILE, PAGES, CHUNKS, REMARKS, STATUS = "File", "Pages", "Passages", "Remarks", "Status"
PREVIEW, REMOVE, KEEP = "Preview", "Remove", "Keep it"
REMOVE_QUESTION = "Remove {source} from this course?"
RECEIPT = "What happened"
NOTHING_CHANGED = "Nothing changed; the index is up to date."
NO_FILES = "Choose at least one file first."
NO_FOLDER = "Type the path of a file or folder first."
NO_COURSE_NAME = "Type a name for the course first."
NEW_COURSE, CREATE = "New course", "Create"
NEW_COURSE_PLACEHOLDER = "For example: Statistics II"
COURSE_CREATED = "The course is there. Add notes to it."
PHASES = {"reading": "Reading", "embedding": "Embedding", "storing": "Storing"}
STATUSES = {
    "added": "added",
    "changed": "changed",
    "unchanged": "unchanged",
    "removed": "removed",
    "failed": "failed",
    "skipped": "skipped",
}

# -- errors
UNEXPECTED = "Something went wrong inside the tutor"
UNEXPECTED_TODO = "Try again; the details are in the terminal where the tutor runs"
NOT_LOOPBACK = "The app was told to listen on {host}, where others could reach it without a login"
NOT_LOOPBACK_TODO = "Set a login, or leave the host at 127.0.0.1"

EXAMPLES = {
    BUNDLED_COURSE: (
        "My objective returns accuracy and the best run is awful, why?",
        "When is one-hot encoding a bad idea?",
        "How many models does a grid search with 5 folds fit?",
        "What is the difference between online and offline feature tables?",
    )
}
EXAMPLE_OF_NOTE = "What do my notes say about {title}?"
