"""The numbered SQL files that bring each section's tables to the form this version knows."""
