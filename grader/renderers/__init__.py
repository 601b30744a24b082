"""One pure function per format: a report in, a text out."""
