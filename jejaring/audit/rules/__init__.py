"""What makes the log whole: leaves, roots, seals and the keys that sign them. Plain Python, so that an outsider can check it by hand."""
