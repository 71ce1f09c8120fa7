"""Fetching a study's sources from public services, politely and so that it can go on later."""
