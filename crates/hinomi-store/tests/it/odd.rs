//! Directories that are not as they should be: one line that says what, where and what to do.
