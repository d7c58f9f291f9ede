"""Django's usual entry. `./run manage` is the same with a database and the environment set up."""

import os
import sys

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jejaring.config.settings")
    execute_from_command_line(sys.argv)
