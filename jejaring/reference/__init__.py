"""Code lists with validity dates, legal bases and areas: facts that the other apps name by code."""
