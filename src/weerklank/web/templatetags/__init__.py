"""What templates may say and draw."""
