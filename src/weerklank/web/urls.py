"""Every address of the application; who may use which stands in `permissions.py`."""

from django.urls import path

from weerklank.web.static_files import static
from weerklank.web.views import (
    access,
    account,
    account_edit,
    accounts,
    connecting,
    handin,
    home,
    importing,
    journal,
    platforms,
    post,
    register_file,
    runs,
    search,
    signing,
    upkeep,
    verification,
    work,
)

handler404 = "weerklank.web.views.errors.not_found"
handler500 = "weerklank.web.views.errors.defect"

urlpatterns = [
    path("", home.home, name="home"),
    path("aanmelden/", signing.sign_in, name="sign-in"),
    path("afmelden/", signing.sign_out, name="sign-out"),
    path("ik/", signing.me, name="me"),
    path("toetsen/", signing.keys, name="keys"),
    path("taal/", signing.language, name="language"),
    path("static/<str:digest>/<path:name>", static, name="static"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/nieuw/", account_edit.add, name="account-add"),
    path("accounts/downloaden/", register_file.export, name="register-export"),
    path("accounts/inlezen/", register_file.choose, name="register-import"),
    path("accounts/inlezen/<str:name>/", register_file.preview, name="register-preview"),
    path("accounts/nalopen/", upkeep.reviews, name="reviews"),
    path("accounts/nalopen/termijn/", upkeep.term, name="review-term"),
    path("accounts/meldingen/", upkeep.reports, name="reports"),
    path("accounts/meldingen/<str:name>/", upkeep.settle, name="report-settle"),
    path("accounts/melden/", account_edit.report_other, name="report-other"),
    path("accounts/<str:number>/wijzigen/", account_edit.change, name="account-edit"),
    path("accounts/<str:number>/melden/", account_edit.report, name="account-report"),
    path("accounts/<str:number>/koppelen/", connecting.connect, name="account-connect"),
    path(
        "accounts/<str:number>/koppelen/toestemming/", connecting.consent, name="account-consent"
    ),
    path(
        "accounts/<str:number>/koppelen/nakijken/", connecting.check, name="account-connect-check"
    ),
    path("accounts/<str:number>/ontkoppelen/", connecting.disconnect, name="account-disconnect"),
    path("koppelen/terug/", connecting.back, name="connect-back"),
    path("accounts/<str:number>/nagelopen/", upkeep.review, name="account-review"),
    path("accounts/<str:number>/", account.overview, name="account"),
    path("accounts/<str:number>/berichten/", account.posts, name="account-posts"),
    path("accounts/<str:number>/oogsten/", account.runs_of, name="account-runs"),
    path("accounts/<str:number>/geschiedenis/", account.history, name="account-history"),
    path("platforms/", platforms.platforms, name="platforms"),
    path("platforms/<str:name>/", platforms.platform, name="platform"),
    path("platforms/<str:name>/besluit/", platforms.decide, name="platform-decide"),
    path("platforms/<str:name>/overeenkomst/", platforms.agree, name="platform-agree"),
    path("overeenkomsten/<str:number>/beeindigen/", platforms.end, name="agreement-end"),
    path("accounts/<str:number>/aanleveren/", handin.overview, name="handin"),
    path("accounts/<str:number>/aanleveren/niets/", handin.nothing, name="handin-nothing"),
    path("accounts/<str:number>/aanleveren/terugnemen/", handin.undo, name="handin-undo"),
    path("accounts/<str:number>/aanleveren/export/", handin.file, name="handin-file"),
    path("accounts/<str:number>/aanleveren/kiezen/", handin.pick, name="handin-pick"),
    path("oogsten/", runs.runs, name="runs"),
    path("oogsten/inlezen/", importing.importing, name="import"),
    path("oogsten/<str:name>/", runs.run, name="run"),
    path("zoeken/", search.search, name="search"),
    path("id/<str:name>/", post.post, name="post"),
    path("id/<str:name>/bewijs/", post.proof, name="proof"),
    path("id/<str:name>/media/<str:medium>/", post.medium, name="medium"),
    path("controle/", verification.verification, name="verification"),
    path("controle/nu/", verification.verify, name="verify"),
    path("werk/<str:name>/", work.work, name="work"),
    path("werk/<str:name>/stoppen/", work.stop, name="work-stop"),
    path("inzage/", access.seen, name="access"),
    path("toegang/", access.requests, name="access-requests"),
    path("toegang/vragen/", access.ask, name="access-ask"),
    path("logboek/", journal.journal, name="journal"),
]
