"""Views: changing a promise, the rules, the calendar of days off."""
