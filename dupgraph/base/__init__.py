"""What everything stands on: errors, files, folders."""
