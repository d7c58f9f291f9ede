"""Reports as told, the limits of confidentiality, danger signs, safe contact."""
