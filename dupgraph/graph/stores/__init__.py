"""Filling a store on disk, replacing a graph on a remote one."""
