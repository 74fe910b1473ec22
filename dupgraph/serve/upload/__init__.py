"""Plans that somebody gives to a running server: received, read, confirmed by a person, and shown as a whole."""
