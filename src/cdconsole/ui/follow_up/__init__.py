"""What the review room and the goals screen share: due days in words, targets as typed, closing a goal."""
