"""Bodies, meetings, decisions and the action plan of the task force. Not begun."""
