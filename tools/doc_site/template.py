"""What stands around the text of a page: menu, search, where one is."""

from html import escape

from doc_site.plan import Page, Plan, Reader
from doc_site.render import Rendered, relative

SEARCH = "zoeken.html"
_WORDS = {
    "nl": {
        "skip": "Naar de tekst",
        "search": "Zoeken in de documentatie",
        "go": "Zoek",
        "readers": "Voor wie",
        "menu": "Pagina's",
        "here": "Op deze pagina",
        "of": "Documentatie van Weerklank",
        "licence": "Licentie: EUPL-1.2. Deze site laadt niets van elders.",
    },
    "en": {
        "skip": "To the text",
        "search": "Search the documentation",
        "go": "Search",
        "readers": "For whom",
        "menu": "Pages",
        "here": "On this page",
        "of": "Documentation of Weerklank",
        "licence": "Licence: EUPL-1.2. This site loads nothing from elsewhere.",
    },
}
_FRAME = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="{up}assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{up}assets/site.css">
<script src="{up}assets/site.js" defer></script>
</head>
<body>
<a class="skip" href="#text">{skip}</a>
<header class="top">
<a class="brand" href="{up}index.html">
<img src="{up}assets/icon.svg" alt="" width="28" height="28">Weerklank</a>
<form class="find" role="search" action="{up}{search_page}">
<label class="sr" for="find">{search}</label>
<input id="find" name="q" type="search" placeholder="{search}"><button>{go}</button>
</form>
</header>
<nav class="readers" aria-label="{readers}"><ul>
{readers_list}</ul></nav>
<div class="frame">
{rail}<main id="text" tabindex="-1">
{toc}{body}</main>
</div>
<footer>{of} {version}. {licence}</footer>
{scripts}</body>
</html>
"""


def _link(page: Page, to: Page, title: str, *, current: bool) -> str:
    mark = ' aria-current="page"' if current else ""
    tongue = f' lang="{to.language}"' if to.language != page.language else ""
    way = escape(relative(to.target, page.target))
    return f'<li><a href="{way}"{mark}{tongue}>{escape(title)}</a></li>\n'


def _readers(page: Page, plan: Plan) -> str:
    links = []
    for reader in plan.readers:
        mark = ' aria-current="true"' if reader is page.reader else ""
        tongue = f' lang="{reader.language}"' if reader.language != page.language else ""
        way = relative(plan.pages[reader.first].target, page.target)
        links.append(f'<li><a href="{way}"{mark}{tongue}>{escape(reader.title)}</a></li>\n')
    return "".join(links)


def _rail(page: Page, plan: Plan, titles: dict[str, str], words: dict[str, str]) -> str:
    reader: Reader | None = page.reader
    if reader is None:
        return ""
    # The menu is in the language of its reader, also beside a page in another.
    tongue = f' lang="{reader.language}"' if reader.language != page.language else ""
    groups = []
    for number, (title, sources) in enumerate(reader.groups):
        links = "".join(
            _link(page, plan.pages[one], titles[one], current=one == page.source)
            for one in sources
        )
        groups.append(
            f'<p id="group-{number}"{tongue}>{escape(title)}</p>\n'
            f'<ul aria-labelledby="group-{number}">\n{links}</ul>\n'
        )
    return (
        f'<nav class="rail" aria-label="{words["menu"]}"><details open>\n'
        f"<summary>{words['menu']}</summary>\n{''.join(groups)}</details></nav>\n"
    )


def _toc(made: Rendered, words: dict[str, str]) -> tuple[str, str]:
    """Give the title and, of a page of many parts, what they are; and the body without title."""
    head, _, body = made.body.partition("</h1>\n")
    parts = [(anchor, said) for level, anchor, said in made.headings if level == 2]
    if len(parts) < 4:
        return f"{head}</h1>\n", body
    links = "".join(f'<li><a href="#{a}">{escape(said)}</a></li>\n' for a, said in parts)
    menu = (
        f'<nav class="here" aria-label="{words["here"]}"><details>\n'
        f"<summary>{words['here']}</summary>\n<ul>\n{links}</ul></details></nav>\n"
    )
    return f"{head}</h1>\n{menu}", body


def frame(
    page: Page, made: Rendered, plan: Plan, titles: dict[str, str], version: str, scripts: str = ""
) -> str:
    """Give a whole page of the site."""
    words = _WORDS[page.language]
    toc, body = _toc(made, words)
    called = titles.get(page.source, made.title)
    of = f" · {page.reader.title}" if page.reader and page.reader.title != called else ""
    return _FRAME.format(
        **words,
        language=page.language,
        title=escape(f"{called}{of} · Weerklank"),
        up="../" * page.target.count("/"),
        search_page=SEARCH,
        readers_list=_readers(page, plan),
        rail=_rail(page, plan, titles, words),
        toc=toc,
        body=body,
        version=escape(version),
        scripts=scripts,
    )
