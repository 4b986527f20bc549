"""What surrounds every slice: the two doors, the phone app's own files, and the look of the office's pages."""
