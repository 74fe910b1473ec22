"""Plans that somebody gives to a running server: received, read, confirmed by a person, and shown as a whole.

receiving.py   a request's body to a file, within limits of size and time
building.py    the child's side: a document to its outline, and on to its graph
jobs.py        what becomes of each file, stage by stage, and how it is stopped
pages.py       what a person sees of that
routes.py      the addresses
"""
