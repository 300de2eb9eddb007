"""Of the styles of a page those are kept that it uses, and none that says a word of anybody."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.minimise.css_values import inline_style
from weerklank.minimise.page_styles import names_in, styles_of
from weerklank.model.raw_page import SeenSheet

BASE = "https://dam.example/packs/a.css"
KEPT = "https://dam.example/packs/b.woff2"


def styles(text, *, used=("a", "b"), keeps=(KEPT,), named=(), address=BASE):
    css, addresses = styles_of(
        [SeenSheet(address=address, text=text)],
        used=frozenset(used),
        keeps=lambda one: one in keeps,
        names=lambda words: any(name in words for name in named),
    )
    return css.replace("\n", ""), addresses


@pytest.mark.parametrize(
    ("text", "css"),
    [
        (".a{color:red;margin:0 1px}", ".a{color:red;margin:0 1px}"),
        (".a, .c { color : red !important }", ".a{color:red !important}"),
        (".a .c{color:red}", ""),
        (".a:not(.c)::before{content:'\\2022'}", '.a:not(.c)::before{content:"\u2022"}'),
        (".a:is(.b, .c) > p:nth-child(2n+1){top:0}", ".a:is(.b, .c) > p:nth-child(2n+1){top:0}"),
        (":root{--lijn:#ccc;--naast:var(--lijn)}", ":root{--lijn:#ccc;--naast:var(--lijn)}"),
        ("@media (max-width:600px){.a{top:0} .c{top:0}}", "@media (max-width:600px){.a{top:0}}"),
        ("@media (width < 600px){.a{top:0}}", ""),
        ("@supports (display:grid){@media print{.a{top:0}}}",
         "@supports (display:grid){@media print{.a{top:0}}}"),
        ("@keyframes op{from{top:0}50%{top:1px}to{top:2px}}",
         "@keyframes op{from{top:0}50%{top:1px}to{top:2px}}"),
        ("@import 'b.css'; @charset 'utf-8'; @namespace x url(y); .a{top:0}", ".a{top:0}"),
        (".a{background:url(b.woff2)}", f'.a{{background:url("{KEPT}")}}'),
        (".a{background:url(elders.png) red;top:0}", ".a{top:0}"),
        (".a{background:url('data:image/png;base64,AAAA');top:0}", ".a{top:0}"),
        (".a{width:calc(100% - (2px + 1em))}", ".a{width:calc(100% - (2px + 1em))}"),
        (".a{content:'Wietske'}", ""),
        (".a{content:attr(title)}", ""),
        (".a{--naam:'W\u00edetske'}", ""),
        (".a{background:expression(alert(1))}", ""),
        (".a{behavior:url(b.woff2)}", ""),
        ("a[href*='wietske']{top:0} .a[dir=rtl]{top:0}", '.a[dir="rtl"]{top:0}'),
        ("a[title]{top:0} [data-user='x y']{top:0}", ""),
        (".w\u00edetske,.a{top:0}", ".a{top:0}"),
        ("wiets-ke{top:0} video{top:0}", "video{top:0}"),
        (".a{top:0}/* Wietske */", ".a{top:0}"),
        (".a{width:1wietske}", ""),
        (".a{grid-area:wiets/**/ke}", ".a{grid-area:wiets ke}"),
        (".wiets/**/ke,.a{top:0}", ".a{top:0}"),
        (".a{.b{top:0} top:1px}", ".a{top:1px}"),
        (".a{font-family:'Dam Sans',serif}", '.a{font-family:"Dam Sans",serif}'),
        (".a{top:0}</style><script>x</script>", ".a{top:0}"),
    ],
)  # fmt: skip
def test_what_is_kept_of_a_style(text, css):
    assert styles(text)[0] == css


def test_a_font_is_kept_by_each_source_that_is_there():
    css, addresses = styles(
        "@font-face{font-family:Dam;src:url(a.eot),local('Wietske'),url(b.woff2) format('woff2')}"
    )
    assert css == f'@font-face{{font-family:Dam;src:url("{KEPT}") format("woff2")}}'
    assert addresses == (KEPT,)


def test_a_page_that_writes_its_own_styles_brings_no_file():
    assert styles(f".a{{background:url({KEPT});top:0}}", address=None) == (".a{top:0}", ())


@pytest.mark.parametrize(
    "text",
    [
        ".a .wietske{top:0}",
        "#wietske{top:0}",
        ".a{--wietske:1px}",
        ".a{animation-name:wietske}",
        ".a{font-family:'wietske sans'}",
        ".a[data-user=wietske]{top:0}",
        "@keyframes wietske{from{top:0}}",
        "@layer wietske{.a{top:0}}",
        ".a:not(.wietske){top:0}",
    ],
)
def test_a_rule_that_names_somebody_goes(text):
    used = ("a", "wietske")
    assert "wietske" in styles(text, used=used)[0]
    css, _ = styles(text + ".b{top:3px}", used=("b", *used), named=("wietske",))
    assert css == ".b{top:3px}"


def test_classes_are_known_by_the_styles_that_ask_for_them():
    sheet = SeenSheet(address=BASE, text=".a #b:not(.c){top:0} @media print{.d,.e::after{top:0}}")
    assert names_in([sheet]) == {"a", "b", "d", "e"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("width: 40%; height:3px", "width:40%;height:3px"),
        ("background-image:url(https://a.example/x.png);width:1px", "width:1px"),
        ("width:var(--wietske)", ""),
        ("--wietske:1px", ""),
        ("font-family:wietske", ""),
        ("color:rgb(1 2 3 / 50%)", "color:rgb(1 2 3 / 50%)"),
        ("transform:translate3d(0,1px,0)", "transform:translate3d(0,1px,0)"),
        ("display:wietske", ""),
        ("width:calc(" * 40 + "1px" + ")" * 40, ""),
    ],
)
def test_of_a_style_attribute_sizes_and_colours_are_kept(text, kept):
    assert inline_style(text) == kept


@given(st.text(max_size=300))
def test_no_style_ends_the_element_it_stands_in(text):
    css, addresses = styles(text, used=("a",), keeps=())
    assert "<" not in css
    assert not addresses
    assert not re.search(r"url\(|@import|expression", css)
    assert '"' not in inline_style(text)


@pytest.mark.parametrize("deep", ["(", "[", "{", "@media a{", ".a{b:c("])
def test_a_style_of_braces_in_braces_ends(deep):
    assert styles(deep * 20_000)[0] == ""
    assert inline_style("width:" + deep * 1_000) == ""
