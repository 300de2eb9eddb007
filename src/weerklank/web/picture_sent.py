"""A picture of a document as it is sent to who works on it: made anew and upright."""

from django.http import HttpResponse

from weerklank.services.disclose.covered_picture import CoveredPicture
from weerklank.web.sent_file import FILE_POLICY


def sent_picture(made: CoveredPicture) -> HttpResponse:
    """Send it, to be shown in a page."""
    answer = HttpResponse(made.content, content_type=made.kind.type)
    answer["Content-Disposition"] = f'inline; filename="beeld.{made.kind.extension}"'
    answer["Content-Security-Policy"] = FILE_POLICY
    answer["Cache-Control"] = "private, max-age=300"
    return answer
