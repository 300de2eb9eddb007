"""A stolen archive without keys: who has a list of all handles, names and ids confirms none.

Every plain digest of each of them, in every form and way of writing, is looked for in every byte.
"""

import base64
import gzip
import hashlib
import hmac
import json
import shutil
from itertools import product

import pytest
from ahocorasick_rs import BytesAhoCorasick
from place import ME, SOMEONE, Archive, line, members, packed, post

from weerklank import bootstrap
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.folding import fold_key
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.model.symbols import encode
from weerklank.services.workplace import Silent

THIRD = [
    RawPerson(
        platform=Platform.MASTODON,
        user_id=f"https://mast.example/users/{name}",
        handle=f"{name}@mast.example",
        addresses=(f"https://mast.example/@{name}",),
        display_name=shown,
    )
    for name, shown in (
        ("trijntje_vlier", "Trijntje Vlier"),
        ("zoe.quispel", "Zoë van der Quispel"),
    )
]
DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = Archive(tmp_path_factory.mktemp("stolen")).make()
    address, handle = SOMEONE
    mention = (
        f'Dag <span class="h-card"><a href="{address}" class="u-url mention">@'
        "<span>trijntje_vlier</span></a></span>!"
    )
    tag = {"type": "Mention", "href": address, "name": handle}
    activity = line(post(1, mention))
    activity["object"]["tag"] = [tag]
    activity["object"]["cc"] = [f"{ME.actor_id}/followers", address]
    made.take(packed(made.root, "zip", members([activity, line(post(2, "Gewoon."))])))
    workplace = bootstrap.workplace(str(made.folder), str(made.root / "keys"), Silent(), None)
    blind = BlindIndex(made.folder / "blind", workplace.keys, workplace.organisation.origin)
    for person in THIRD:
        blind.pseudonym(person)
    blind.save()
    blind.close()
    return made


def candidates():
    """Give all that an attacker may write of the persons on the list."""
    for person in THIRD:
        local = person.handle.partition("@")[0]
        for one in (person.user_id, person.handle, f"@{person.handle}", local, *person.addresses,
                    person.display_name, *person.display_name.split()):  # fmt: skip
            forms = {one, one.lower(), one.upper(), fold_key(one), f"{one}\n", one.strip("@")}
            yield from forms
            for form, kind in product(forms, ("id", "handle", "url", "name", "word")):
                yield f"mastodon\n{kind}\n{form}"
            yield f"mastodon\n{one}"
            yield f"mastodon\nhandle:{one}"


def needles(about):
    """Give each digest in each way of writing; keyed with what the archive shows too."""
    shown = [about["origin"], about["sealing"], about["prefix"], *about["keys"].values()]
    keys = [one.encode() for one in shown] + [bytes.fromhex(one) for one in about["keys"].values()]
    found = set()
    for one in {*candidates()}:
        plain = one.encode()
        made = [hashlib.new(name, plain).digest() for name in DIGESTS]
        made += [hmac.digest(key, plain, "sha256") for key in keys]
        made += [hashlib.sha256(key + plain).digest() for key in keys]
        for digest in made:
            for cut in {16, 20, len(digest)}:
                part = digest[:cut]
                found |= {part, part.hex().encode(), part.hex().upper().encode()}
                found |= {base64.b64encode(part).rstrip(b"="), base64.b32encode(part).rstrip(b"=")}
                found |= {encode(part[:16]).encode(), encode(part[:16])[:9].encode()}
                found.add(base64.urlsafe_b64encode(part).rstrip(b"="))
        found.add(plain)
    return sorted(one for one in found if len(one) > 8)


def everything(folder):
    """Give every byte, what is packed as it unpacks too, and all names of files."""
    for path in sorted(folder.rglob("*")):
        yield str(path.relative_to(folder)).encode()
        if path.is_file():
            content = path.read_bytes()
            yield content
            if path.suffix == ".gz":
                yield gzip.decompress(content)


def confirmed(folder):
    about = json.loads((folder / "weerklank-archive.json").read_bytes())
    looked = BytesAhoCorasick(needles(about))
    return sum(len(looked.find_matches_as_indexes(part)) for part in everything(folder))


def test_a_list_of_all_handles_confirms_nobody(place, tmp_path):
    assert confirmed(place.folder) == 0
    spoilt = shutil.copytree(place.folder, tmp_path / "spoilt")
    digest = hashlib.sha256(THIRD[0].handle.encode()).digest()
    (spoilt / "log" / "x.json").write_text(json.dumps({"key": encode(digest[:16])}))
    assert confirmed(spoilt) == 1


def test_lengths_and_order_of_what_is_sealed_tell_nobody(place):
    lengths = [
        len(base64.b64decode(json.loads(row)["ciphertext"]))
        for path in place.folder.rglob("originals.jsonl.gz")
        for row in gzip.decompress(path.read_bytes()).splitlines()
    ]
    assert lengths
    assert {length % 256 for length in lengths} == {16}
    for table in ("persons", "words", "pseudonyms"):
        for path in (place.folder / "blind" / table).glob("*.txt"):
            rows = path.read_text().splitlines()
            assert rows == sorted(rows)  # by keyed tag, and so by chance
