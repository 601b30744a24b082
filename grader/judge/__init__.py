"""The trusted half: runs the hidden tests with pytest, in a process that never executes the submission."""
