"""Every word of announcements, notices and reminders on one page for a person who proofreads: `make proof`."""
