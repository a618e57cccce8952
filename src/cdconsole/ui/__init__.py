"""What a person sees and touches; asks `services` for facts and never opens the file itself."""
