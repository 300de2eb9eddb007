"""An internationalised host is one host, as people write it and as it goes over the line."""

from dataclasses import replace

import pytest
from place import ME, Archive, members, noted, packed, post

from weerklank.testing.mastodon_export import write_export

A_LABEL, WRITTEN = "xn--mnchen-3ya.example", "münchen.example"


def of(host: str):
    return replace(ME, host=host, actor_id=f"https://{host}/users/gemeente")


@pytest.fixture
def archive(tmp_path):
    made = Archive(tmp_path / "place")
    made.good("init", str(made.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    return made


@pytest.mark.parametrize(("registered", "export"), [(WRITTEN, A_LABEL), (A_LABEL, WRITTEN)])
def test_an_export_is_known_whichever_spelling_was_registered(archive, registered, export):
    added = archive.good("account", "add", of(registered).url, "--kind", "corporate")
    assert added["handle"] == f"gemeente@{A_LABEL}"
    assert added["url"] == f"https://{A_LABEL}/@gemeente"
    again = ("account", "add", of(export).url, "--kind", "corporate")
    assert archive.run(*again)[1]["error"]["code"] == "REGISTER-016"
    for name in (f"https://{export}/@gemeente", f"gemeente@{export}", f"@gemeente@{registered}"):
        assert archive.good("account", "show", name)["account"] == "a0001"
    path = archive.root / "export.zip"
    write_export(path, of(export), [post(1, "Goedemorgen.")], style="zip")
    run = archive.take(path)
    assert (run["account"], run["warnings"]) == ("a0001", [])
    # The same posts in the other spelling are the same posts.
    write_export(path, of(registered), [post(1, "Goedemorgen.")], style="zip")
    archive.take(path)
    assert [row.get("version", 1) for row in archive.rows()] == [1]
    assert archive.events("register", "account.reported") == []


def test_a_third_party_has_one_pseudonym_in_both_spellings(archive, tmp_path):
    archive.good("account", "add", ME.url, "--kind", "corporate")
    written = (
        f"<p>@vinkje_rood@{WRITTEN} en @vinkje_rood@{A_LABEL} en "
        f"https://{WRITTEN}/@vinkje_rood en https://{A_LABEL}/users/vinkje_rood</p>"
    )
    archive.take(packed(tmp_path, "zip", members([noted(post(1, ""), content=written)])))
    (text,) = archive.texts()
    names = {word.removeprefix("@") for word in text.split() if "Burger" in word}
    assert len(names) == 1
    assert len(text.split()) == 7
    assert b"vinkje" not in archive.bytes_of_all()
    tag = {"type": "Mention", "href": f"https://{A_LABEL}/users/vinkje_rood"}
    told = [{**tag, "name": "@vinkje_rood@" + host} for host in (WRITTEN, A_LABEL)]
    texts = [f"<p>Dag @vinkje_rood@{host}, {n}.</p>" for n, host in enumerate((WRITTEN, A_LABEL))]
    made = [noted(post(2 + n, ""), content=texts[n], tag=[told[n]]) for n in range(2)]
    archive.take(packed(tmp_path, "zip", members(made)))
    found = {text.split()[1].strip("@,") for text in archive.texts() if text.startswith("Dag")}
    assert found == names


def test_an_account_of_ours_stays_named_in_both_spellings(archive, tmp_path):
    archive.good("account", "add", ME.url, "--kind", "corporate")
    archive.good("account", "add", f"https://{WRITTEN}/@brandweer", "--kind", "corporate")
    written = f"<p>@brandweer@{WRITTEN} en https://{A_LABEL}/@brandweer</p>"
    archive.take(packed(tmp_path, "zip", members([noted(post(1, ""), content=written)])))
    assert archive.texts() == [f"@brandweer@{WRITTEN} en https://{A_LABEL}/@brandweer"]
