"""How good the data of a study are: measures, findings, fitness for use."""
