"""One module a format: bytes in, ``Contents`` out. All of them run in the limited child, and none knows another's file.

Each raises DocumentError for bytes that cannot be read as its format says; the parent adds the file's name.
"""
