"""What stands behind each command of `plenary`, one file for those that do more than call a service."""
