"""Exports of Threads for the suite: those of Instagram, with posts of Threads in them."""

from dataclasses import replace
from pathlib import Path

from instagram_export_bench import INSTAGRAM, ME, cut, lines_of, loose, picture, posts_of

from weerklank.connectors.threads import Threads
from weerklank.testing.export_conformance import ExportScene
from weerklank.testing.instagram_export import (
    InstagramContent,
    InstagramPost,
    members,
    thread_json,
)
from weerklank.testing.meta_json import write_zip

FOLDER = "your_instagram_activity/threads"


def _posts(scene: ExportScene) -> list[InstagramPost]:
    posts = posts_of(scene, "Draadje")
    if scene.person:
        words = f"Zie {scene.person.address} en @{scene.person.local}"
        posts[-1] = replace(posts[-1], text=words)
    return posts


def write_export(path: Path, scene: ExportScene) -> None:
    # No post of Instagram: then the file is one of Threads, whoever is asked first.
    content = InstagramContent(
        threads=_posts(ExportScene(posts=1)),
        never=[scene.closed.name] if scene.closed else (),
    )
    made = dict(members(ME, content))
    del made["your_instagram_activity/media/posts_1.json"]
    lines = lines_of(scene, [thread_json(post) for post in _posts(scene)])
    whole = b'{"text_post_app_text_posts": [' + b",".join(lines) + b"]}"
    made[f"{FOLDER}/threads_and_replies.json"] = cut(scene, whole)
    shown = [picture(number) for number in range(scene.pictures)]
    made |= {medium.uri: medium.data for medium in (*shown, *loose(scene))}
    write_zip(path, made.items())


THREADS = replace(
    INSTAGRAM,
    connector=Threads(),
    url="https://www.threads.com/@gemeentevoorbeelddam",
    profile_of=lambda person: (f"https://www.threads.com/@{person.local}", None),
    write=write_export,
    keeps_loose=False,  # it may be one of Instagram
)
