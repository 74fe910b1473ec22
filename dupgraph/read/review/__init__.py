"""What a person is asked about a reading, and how the answers are kept: for the terminal and for the server alike."""
