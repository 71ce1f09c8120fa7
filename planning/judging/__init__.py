"""Judging: from a reading and a study to a finding, one module a kind of rule."""
