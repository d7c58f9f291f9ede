"""Papers: printed as PDF from templates that a city can change, and brought from outside as pictures that are safe to look at."""
