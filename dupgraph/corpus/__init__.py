"""Many plans: built in one run that can be taken up again, and asked together."""
