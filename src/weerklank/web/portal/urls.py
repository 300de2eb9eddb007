"""Every address of the portal; a page in English has `en/` before it."""

from django.urls import path

from weerklank.web.portal import files, pages
from weerklank.web.portal.hosts import PATH

_AT = PATH.removeprefix("/")
_PAGES = (
    ("", pages.home),
    ("id/<str:name>/", pages.post),
    ("id/<str:name>/reacties/", pages.replies),
    ("accounts/", pages.accounts),
    ("uitleg/", pages.about),
)

urlpatterns = [
    *(
        path(f"{_AT}{before}{address}", view, {"language": language})
        for language, before in (("nl", ""), ("en", "en/"))
        for address, view in _PAGES
    ),
    path(f"{_AT}id/<str:name>/media/<str:medium>/", files.medium),
    path(f"{_AT}accounts.json", files.accounts),
    path(f"{_AT}berichten.atom", files.feed),
    path(f"{_AT}accounts/<str:number>/berichten.atom", files.feed),
    path(f"{_AT}sitemap.xml", files.sitemap_index),
    path(f"{_AT}sitemap-<int:number>.xml", files.sitemap),
]
