"""A page as a reader sees it: Chromium, what it was told, and what it asked and got.

`chromium` finds and starts the program, `devtools` speaks with it, `gate` says where a page may
go, `recorder` keeps what it asked and got, `bodies` where that lies, `whole_medium` fetches films
as one piece, and `visit` goes to a page and stops by rule. `snapshot` takes the page as it stands,
`resources` finds what it got by address; `render` makes pictures and print of what is chosen of
it.
"""
