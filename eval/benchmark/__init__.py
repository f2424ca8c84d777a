"""Speed, beside the plain stack that a developer would write in an hour (``make bench``)."""
