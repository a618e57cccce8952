"""The window itself: unlocking, navigation, status, problems, idle lock."""
