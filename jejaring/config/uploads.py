"""Files that arrive in a form: in memory, up to a limit, and only where a view asks for one. Nothing unsealed touches the disk.

What is larger is counted and thrown away while it arrives, so that the form can say so and keep everything else that was typed.
"""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class Bounded(FileUploadHandler):
    """Keeps at most as many bytes a request as its view takes (`ui.http.takes_files`); `size` says how many there were."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.kept: list[bytes] = []
        self.size = self.all = 0

    @property
    def limit(self) -> int:
        """What the view of this request takes; nothing where it asks for no file."""
        match = getattr(self.request, "resolver_match", None)
        return settings.FILE_LIMIT if match and getattr(match.func, "takes_files", False) else 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The next file of the form. A view that takes none does not see it."""
        super().new_file(*args, **kwargs)
        self.kept, self.size = [], 0
        if not self.limit:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep it, or only count it once the limit is passed."""
        self.size += len(raw_data)
        self.all += len(raw_data)
        if self.all > self.limit:
            self.kept.clear()
        else:
            self.kept.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file; without content where it is larger than the limit."""
        content = BytesIO(b"".join(self.kept))
        return InMemoryUploadedFile(content, self.field_name, self.file_name or "", self.content_type or "", self.size, self.charset)
