"""Studies, plans, goals, readings and verdicts."""
