"""Numbers on how the work goes, for a collector that shows its token; not there without one."""

import hmac

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from weerklank import bootstrap
from weerklank.services.diagnose.metrics import MEDIA_TYPE, metrics_text
from weerklank.services.diagnose.operation import operation
from weerklank.web import site
from weerklank.web.harvestable import platforms


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell the numbers; not found where none were asked for, refused without the token."""
    token = bootstrap.metrics_token()
    if token is None:
        raise Http404
    shown = request.headers.get("Authorization", "")
    if not hmac.compare_digest(shown.encode(), f"Bearer {token}".encode()):
        answer = HttpResponse(status=401)
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    found = operation(site.current().workplace(), platforms(), bootstrap.database())
    return HttpResponse(metrics_text(found), content_type=MEDIA_TYPE)
