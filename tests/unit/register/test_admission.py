"""Which addresses come into the register, and with what code others are turned away."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.model.account import Account, AccountKind
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.platform import Platform
from weerklank.register import admission
from weerklank.register.admission import NOT_SOCIAL, Admitted, admit, refuse_twice

GOOD = [
    ("x.com/minfin", Platform.X, "minfin", "https://x.com/minfin"),
    ("https://X.com/MinFin/", Platform.X, "minfin", "https://x.com/MinFin"),
    ("https://x.com/forum", Platform.X, "forum", "https://x.com/forum"),
    ("https://x.com/minfin?lang=nl#top", Platform.X, "minfin", "https://x.com/minfin"),
    ("  https://x.com:443/minfin ", Platform.X, "minfin", "https://x.com/minfin"),
    (
        "@naam@social.example",
        Platform.MASTODON,
        "naam@social.example",
        "https://social.example/@naam",
    ),
    ("@naam@x.com", Platform.X, "naam", "https://x.com/@naam"),
    (
        "https://Social.Example./@Naam",
        Platform.MASTODON,
        "naam@social.example",
        "https://social.example/@Naam",
    ),
    (
        "https://social.example/@naam@ander.example",
        Platform.MASTODON,
        "naam@ander.example",
        "https://ander.example/@naam",
    ),
    (
        "https://forum.example/@naam",
        Platform.MASTODON,
        "naam@forum.example",
        "https://forum.example/@naam",
    ),
    (
        "http://127.0.0.1:3000/@x",
        Platform.MASTODON,
        "x@127.0.0.1:3000",
        "http://127.0.0.1:3000/@x",
    ),
    ("http://localhost/@x", Platform.MASTODON, "x@localhost", "http://localhost/@x"),
    ("http://[::1]:3000/@x", Platform.MASTODON, "x@::1:3000", "http://[::1]:3000/@x"),
    ("HTTPS://www.youtube.com/@Gem", Platform.YOUTUBE, "gem", "https://www.youtube.com/@Gem"),
    (
        "linkedin.com/company/gemeente/",
        Platform.LINKEDIN,
        "gemeente",
        "https://linkedin.com/company/gemeente",
    ),
    (
        "be.linkedin.com/company/wiki",
        Platform.LINKEDIN,
        "wiki",
        "https://be.linkedin.com/company/wiki",
    ),
    (
        "https://x.com/Ministerie_v_F1",
        Platform.X,
        "ministerie_v_f1",
        "https://x.com/Ministerie_v_F1",
    ),
    ("https://x.com/blog", Platform.X, "blog", "https://x.com/blog"),
    ("https://instagram.com/chat/", Platform.INSTAGRAM, "chat", "https://instagram.com/chat"),
    (
        "https://www.facebook.com/profile.php?id=123&sk=about#top",
        Platform.FACEBOOK,
        "123",
        "https://www.facebook.com/profile.php?id=123",
    ),
    (
        "facebook.com/people/Jan-Jansen/123",
        Platform.FACEBOOK,
        "123",
        "https://facebook.com/people/Jan-Jansen/123",
    ),
    (
        "facebook.com/Gemeente-V-123/",
        Platform.FACEBOOK,
        "gemeente-v-123",
        "https://facebook.com/Gemeente-V-123",
    ),
]


@pytest.mark.parametrize(("address", "platform", "handle", "url"), GOOD)
def test_a_good_address_comes_in_one_spelling(address, platform, handle, url):
    assert admit(address) == Admitted(platform=platform, handle=handle, url=url)


@pytest.mark.parametrize("row", GOOD)
def test_what_came_in_comes_in_again_unchanged(row):
    once = admit(row[0])
    assert admit(once.url) == once


@pytest.mark.parametrize(
    ("address", "platform", "handle"),
    [
        ("https://pixel.example/gemeente", Platform.MASTODON, "gemeente@pixel.example"),
        ("https://www.tube.example/c/Gemeente/", Platform.MASTODON, "gemeente@tube.example"),
        ("https://forum.example/@gemeente", Platform.MASTODON, "gemeente@forum.example"),
        ("http://127.0.0.1:8000/minfin", Platform.X, "minfin"),
        ("http://127.0.0.1:8000/@minfin", Platform.MASTODON, "minfin@127.0.0.1:8000"),
        ("http://localhost:8000/@minfin", Platform.BLUESKY, "minfin"),
        ("https://uk.linkedin.com/company/gemeente", Platform.LINKEDIN, "gemeente"),
        ("https://nl-nl.facebook.com/gemeente", Platform.FACEBOOK, "gemeente"),
        ("https://social.example/@naam", Platform.MASTODON, "naam@social.example"),
        ("https://social.example/@naam@ander.example", Platform.MASTODON, "naam@ander.example"),
        ("https://x.com/minfin", Platform.X, "minfin"),
    ],
)
def test_a_named_platform_says_what_the_address_does_not(address, platform, handle):
    admitted = admit(address, platform)
    assert (admitted.platform, admitted.handle) == (platform, handle)


@pytest.mark.parametrize(
    ("address", "platform"),
    [
        ("https://mastodon.social/@gem", Platform.X),
        ("https://mastodon.social/@gem", Platform.THREADS),
        ("https://social.example/@naam", Platform.BLUESKY),
        ("https://www.facebook.com/gem", Platform.MASTODON),
        ("https://nl-nl.facebook.com/@gem", Platform.MASTODON),
        ("https://x.com/@gem", Platform.MASTODON),
        ("@gem@x.com", Platform.MASTODON),
        ("https://mastodon.social/@gem@x.com", Platform.MASTODON),
        ("https://x.com/gem", Platform.FACEBOOK),
        ("https://x.com.example/gem", Platform.X),
        ("https://youtu.be/abc", Platform.YOUTUBE),
        ("https://www.gemeente.example/", Platform.X),
        ("https://127.0.0.1.example/gem", Platform.X),
    ],
)
def test_a_named_platform_that_the_address_contradicts_is_wrong_use(address, platform):
    with pytest.raises(WrongUse) as caught:
        admit(address, platform)
    assert caught.value.code == admission.OTHER_PLATFORM


@pytest.mark.parametrize("platform", [None, *Platform])
@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://forum.stad.example/gemeente", "forum"),
        ("https://blog.stad.example", "blog"),
        ("https://stad.discourse.group/u/gemeente", "forum"),
        ("https://skype.com/@gemeente", "messaging"),
        ("https://join.skype.com/abc", "messaging"),
        ("https://teams.live.com/l/x", "messaging"),
        ("https://medium.com/@gemeente", "blog"),
    ],
)
def test_what_is_no_social_medium_stays_so_whatever_platform_is_named(address, kind, platform):
    with pytest.raises(Refused) as caught:
        admit(address, platform)
    assert caught.value.code == NOT_SOCIAL[kind]


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize(
    ("address", "platform"),
    [
        ("https://x.com/notifications", Platform.X),
        ("https://x.com/login", Platform.X),
        ("https://x.com/compose/post", Platform.X),
        ("https://x.com/i/user/12", Platform.X),
        ("https://www.instagram.com/accounts/login", Platform.INSTAGRAM),
        ("https://www.facebook.com/login.php", Platform.FACEBOOK),
        ("https://www.facebook.com/notifications", Platform.FACEBOOK),
        ("https://www.youtube.com/feed/subscriptions", Platform.YOUTUBE),
        ("https://www.tiktok.com/login", Platform.TIKTOK),
        ("https://www.linkedin.com/notifications", Platform.LINKEDIN),
    ],
)
def test_a_page_of_a_platform_is_no_profile(address, platform, named):
    with pytest.raises(WrongUse) as caught:
        admit(address, platform if named else None)
    assert caught.value.code == admission.NO_HANDLE


@pytest.mark.parametrize("page", ["login", "about", "explore/local", "auth/sign_in", "index.html"])
def test_a_page_of_a_server_is_no_profile(page):
    with pytest.raises(WrongUse) as caught:
        admit(f"https://social.example/{page}", Platform.MASTODON)
    assert caught.value.code == admission.NO_HANDLE
    # Somebody may be called so.
    assert admit("https://social.example/@about").handle == "about@social.example"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://forum.gemeente.example", "forum"),
        ("https://www.reddit.com/r/nl", "forum"),
        ("http://tweakers.net/gebruiker/1", "forum"),
        ("gemeente.wordpress.com", "blog"),
        ("https://medium.com/@gemeente", "blog"),
        ("https://nl.wikipedia.org/wiki/Rijk", "wiki"),
        ("wa.me/31612345678", "messaging"),
        ("https://t.me/gemeente", "messaging"),
    ],
)
def test_no_social_medium_is_refused_with_the_definition(address, kind):
    with pytest.raises(Refused) as caught:
        admit(address)
    assert caught.value.code == NOT_SOCIAL[kind]
    assert "(semi-)openbare online netwerken" in caught.value.message("nl")
    assert "whitepaper 2.1" in caught.value.message("en")


@pytest.mark.parametrize("platform", [None, Platform.MASTODON])
@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://gemeente.nl/forum", "forum"),
        ("https://gemeente.nl/blog/gemeente", "blog"),
        ("https://line.me/@abc", "messaging"),
        ("https://threema.id/ABC", "messaging"),
        ("https://matrix.to/#/@gem:matrix.org", "messaging"),
        ("https://groups.google.com/g/x", "forum"),
    ],
)
def test_naming_a_platform_changes_nothing_of_what_it_is(address, kind, platform):
    with pytest.raises(Refused) as caught:
        admit(address, platform)
    assert caught.value.code == NOT_SOCIAL[kind]


def test_channels_whose_ids_differ_by_a_capital_are_two():
    handles = {admit(f"https://youtube.com/channel/UC{end}").handle for end in ("abC", "aBc")}
    assert handles == {"UCabC", "UCaBc"}


def test_naming_a_platform_makes_no_social_medium_of_a_messaging_app():
    with pytest.raises(Refused):
        admit("https://t.me/gemeente", Platform.MASTODON)


@pytest.mark.parametrize(
    "address",
    [
        "https://x.com/messages",
        "https://x.com/i/chat/1",
        "https://www.instagram.com/direct/inbox/",
        "https://www.facebook.com/messages/t/1",
        "https://www.linkedin.com/messaging/thread/1",
        "https://social.example/conversations",
    ],
)
def test_direct_messages_are_refused(address):
    with pytest.raises(Refused) as caught:
        admit(address)
    assert caught.value.code == admission.DIRECT_MESSAGES


BAD = [
    ("", admission.NO_ADDRESS),
    ("minfin", admission.NO_ADDRESS),
    ("@minfin", admission.NO_ADDRESS),
    ("@naam.bsky.social", admission.NO_ADDRESS),
    ("hallo wereld", admission.NO_ADDRESS),
    ("https://x.com/min fin", admission.NO_ADDRESS),
    ("https://x.com/min\nfin", admission.NO_ADDRESS),
    ("ftp://x.com/minfin", admission.NO_ADDRESS),
    ("javascript://x.com/minfin", admission.NO_ADDRESS),
    ("https://", admission.NO_ADDRESS),
    ("https:///minfin", admission.NO_ADDRESS),
    ("https://x.com:port/minfin", admission.NO_ADDRESS),
    ("https://[::1/@x", admission.NO_ADDRESS),
    ("https:\\\\x.com\\minfin", admission.NO_ADDRESS),
    ("https://x..com/minfin", admission.NO_ADDRESS),
    ("https://jan:geheim@social.example/@jan", admission.CREDENTIALS),
    ("https://jan@social.example/@jan", admission.CREDENTIALS),
    ("jan@gemeente.example", admission.CREDENTIALS),
    ("http://social.example/@naam", admission.PLAIN_HTTP),
    ("http://x.com/minfin", admission.PLAIN_HTTP),
    ("http://127.0.0.1.example/@naam", admission.PLAIN_HTTP),
    ("http://localhost.example/@naam", admission.PLAIN_HTTP),
    ("https://x.com/minfin/status/1", admission.DEEPER),
    ("https://social.example/@naam/112", admission.DEEPER),
    ("https://x.com", admission.NO_HANDLE),
    ("https://x.com/home", admission.NO_HANDLE),
    ("https://www.facebook.com/profile.php", admission.NO_HANDLE),
    ("https://www.facebook.com/profile.php?id=jan", admission.NO_HANDLE),
    ("https://uk.linkedin.com/feed", admission.NO_HANDLE),
    ("https://www.youtube.com/watch?v=1", admission.NO_HANDLE),
    ("https://social.example/", admission.NO_HANDLE),
    ("https://social.example/@na%20am", admission.NO_HANDLE),
    ("https://gemeente.example/contact", admission.UNKNOWN_PLATFORM),
    ("https://help.x.com/nl", admission.UNKNOWN_PLATFORM),
    ("https://nl-nl.facebook.com/@gemeente", admission.NO_HANDLE),
    ("https://x.com/минфин", admission.NAME_OF_NOBODY),
    ("https://x.com/%D0%BC%D0%B8%D0%BD%D1%84", admission.NAME_OF_NOBODY),
    ("https://x.com/min-fin", admission.NAME_OF_NOBODY),
    ("https://twitter.com/ministerie_van_f", admission.NAME_OF_NOBODY),
]


@pytest.mark.parametrize(("address", "code"), BAD)
def test_a_bad_address_is_wrong_use(address, code):
    with pytest.raises(WrongUse) as caught:
        admit(address)
    assert caught.value.code == code
    assert "geheim" not in caught.value.message("nl")


@pytest.mark.parametrize(
    ("address", "platform", "code"),
    [
        ("https://x.com/minfin/status/1", Platform.X, admission.DEEPER),
        ("https://social.example", Platform.MASTODON, admission.NO_HANDLE),
        ("https://www.facebook.com/profile.php", Platform.FACEBOOK, admission.NO_HANDLE),
        ("http://social.example/naam", Platform.MASTODON, admission.PLAIN_HTTP),
        ("http://127.0.0.1:8000/min.fin", Platform.X, admission.NAME_OF_NOBODY),
    ],
)
def test_a_named_platform_does_not_make_a_bad_address_good(address, platform, code):
    with pytest.raises(WrongUse) as caught:
        admit(address, platform)
    assert caught.value.code == code


@given(st.text(), st.sampled_from([None, *Platform]))
def test_any_text_comes_in_or_is_turned_away(text, platform):
    try:
        admitted = admit(text, platform)
    except (WrongUse, Refused):
        return
    assert admitted.handle
    assert admitted.url.startswith(("https://", "http://"))


@pytest.mark.parametrize("code", sorted({*NOT_SOCIAL.values(), *(code for _, code in BAD)}))
def test_each_reason_is_given_in_both_languages_with_a_next_step(code):
    values = {"host": "x.example", "handle": "naam", "platform": "x", "rule": "kort"}
    error = WeerklankError(code, **values)
    for say in (error.message, error.hint):
        assert say("nl") != say("en")
        assert "{" not in say("nl") + say("en")


def test_an_account_is_registered_once():
    admitted = admit("x.com/minfin")
    held = Account(
        id=AccountId("a0001"),
        platform=Platform.X,
        handle="minfin",
        url="https://twitter.com/minfin",
        kind=AccountKind.CORPORATE,
        registered=date(2026, 1, 1),
    )
    with pytest.raises(WrongUse) as caught:
        refuse_twice(admitted, [held])
    assert caught.value.code == admission.REGISTERED_ALREADY
    refuse_twice(admitted, [held], but=held.id)
    refuse_twice(admit("instagram.com/minfin"), [held])
