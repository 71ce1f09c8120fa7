"""Whether a plan's own figures agree: each module one kind of check over any plan."""
