"""What leaves the department: values turned into files, after disclosure control."""
