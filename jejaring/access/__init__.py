"""Plain Python: who acts, in which role, with which permission and purpose."""
