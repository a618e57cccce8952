"""Getting into a department with its printed recovery key, and making somebody its clinical director."""
