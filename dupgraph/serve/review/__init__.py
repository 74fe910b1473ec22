"""Corrections in a browser: the queue, one item at a time; what was decided, and the way back.

work.py    plans under review, and their graphs made anew after decisions
pages.py   what the pages show
routes.py  their addresses, and what a form that is sent does
"""
