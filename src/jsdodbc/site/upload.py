"""A file in the form that Jira takes files in: multipart/form-data (RFC 7578), one part named `file`."""

from __future__ import annotations

import mimetypes
import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to be sent. `name`: as it will be called on the site."""

    name: str
    content: bytes

    def multipart(self) -> tuple[str, bytes]:
        """Content type and body."""
        boundary = f"jsdodbc{os.urandom(16).hex()}"
        # As browsers do (HTML 5, form submission): UTF-8, and what would end the name is spelt out.
        name = self.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        kind = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = f"{head}Content-Type: {kind}\r\n\r\n".encode() + self.content + f"\r\n--{boundary}--\r\n".encode()
        return f"multipart/form-data; boundary={boundary}", body
