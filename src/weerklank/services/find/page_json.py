"""A page as JSON: the same words on the command line everywhere."""

from weerklank.model.json_value import Json, JsonObject
from weerklank.services.find.item_json import facts_json
from weerklank.services.find.pages_of import ShownPage


def page_json(page: ShownPage) -> JsonObject:
    """Write a page on which an item stands."""
    return {
        "captured_at": page.item.captured_at,
        "files": files_json(page),
        "id": page.item.id,
        "of": page.of.id if page.of else None,
        "page": facts_json(page.item.page),
        "url": page.item.url,
    }


def linked_json(page: ShownPage) -> JsonObject:
    """Write what a post leads to on an own site."""
    return page_json(page) | {"title": page.item.title}


def files_json(page: ShownPage) -> list[Json]:
    """Write the files of a page, by role."""
    return [
        {
            "bytes": file.medium.bytes,
            "file": file.medium.file,
            "missing": file.medium.missing,
            "role": str(role),
            "type": file.medium.type,
        }
        for role, file in page.files.items()
    ]
