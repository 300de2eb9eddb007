"""The operations that change something; each is an act of a screen, with its permission."""

from http import HTTPStatus

from weerklank.model.text import Text
from weerklank.web.api import shapes, write_decisions, write_register
from weerklank.web.api.operation import Act, Operation, Paging

_REGISTER = Text("Accounts en oogsten", "Accounts and harvests")
_POSTS = Text("Berichten", "Posts")
_KEEPING = Text("Bewaren en controleren", "Keeping and checking")
_WOO = Text("Woo-verzoeken", "Woo requests")

_OF_REGISTER = (
    Operation(
        id="addAccount",
        method="POST",
        path="/accounts",
        page="account-add",
        tag=_REGISTER,
        summary=Text("Registreer een account", "Register an account"),
        act=write_register.add_account,
        body=write_register.NewAccount,
        answer=shapes.Account,
        status=HTTPStatus.CREATED,
        wrong=HTTPStatus.BAD_REQUEST,
    ),
    Operation(
        id="askHarvest",
        method="POST",
        path="/accounts/{account}/oogstverzoeken",
        page="harvest-ask",
        tag=_REGISTER,
        summary=Text(
            "Vraag een oogst; de planning doet haar", "Ask for a harvest; the schedule does it"
        ),
        act=write_register.ask,
        answer=shapes.Asked,
        status=HTTPStatus.ACCEPTED,
        wrong=HTTPStatus.BAD_REQUEST,
    ),
    Operation(
        id="importExport",
        method="POST",
        path="/exports",
        page="import",
        tag=_REGISTER,
        summary=Text(
            "Lees een export van een platform in, als bestand zoals het kwam",
            "Take in an export of a platform, as the file that came",
        ),
        act=write_register.take_in,
        query=write_register.ImportQuery,
        takes_file=True,
        body_type=write_register.FILE,
        answer=shapes.Work,
        status=HTTPStatus.ACCEPTED,
        wrong=HTTPStatus.BAD_REQUEST,
    ),
    Operation(
        id="getWork",
        method="GET",
        path="/werk/{work}",
        page="work",
        tag=_REGISTER,
        summary=Text("Hoe ver werk is dat loopt", "How far a work is"),
        act=write_register.work,
        answer=shapes.Work,
    ),
)
_OF_RIGHTS = (
    Operation(
        id="getRights",
        method="GET",
        path="/berichten/{post}/rechten",
        page="post",
        tag=_POSTS,
        summary=Text("Wat van een bericht is vastgelegd aan rechten", "The rights of a post"),
        act=write_decisions.rights,
        answer=shapes.Rights,
    ),
    Operation(
        id="setRights",
        method="POST",
        path="/berichten/{post}/rechten",
        page="rights-set",
        tag=_POSTS,
        summary=Text("Leg rechten van een bericht vast", "Record rights of a post"),
        act=write_decisions.new_rights,
        body=write_decisions.NewRights,
        answer=shapes.RightsSet,
        status=HTTPStatus.CREATED,
        wrong=HTTPStatus.BAD_REQUEST,
    ),
)
_OF_HOLDS = (
    Operation(
        id="listHolds",
        method="GET",
        path="/bewaarplichten",
        page="holds",
        tag=_KEEPING,
        summary=Text("Bewaarplichten, ook opgeheven", "Legal holds, lifted ones too"),
        act=write_decisions.holds,
        query=Paging,
        answer=shapes.Hold,
        is_list=True,
    ),
    Operation(
        id="addHold",
        method="POST",
        path="/bewaarplichten",
        page="hold-add",
        tag=_KEEPING,
        summary=Text("Leg een bewaarplicht op", "Put a legal hold on"),
        act=write_decisions.new_hold,
        body=write_decisions.NewHold,
        answer=shapes.Hold,
        status=HTTPStatus.CREATED,
        wrong=HTTPStatus.BAD_REQUEST,
    ),
    Operation(
        id="liftHold",
        method="POST",
        path="/bewaarplichten/{hold}/opheffingen",
        page="hold-lift",
        tag=_KEEPING,
        summary=Text("Hef een bewaarplicht op", "Lift a legal hold"),
        act=write_decisions.end_hold,
        body=write_decisions.Reason,
        answer=shapes.Hold,
        wrong=HTTPStatus.BAD_REQUEST,
    ),
)


def _on_dossier(name: str, path: str, page: str, summary: Text, act: Act) -> Operation:
    return Operation(
        id=name,
        method="POST",
        path=f"/woo-verzoeken/{{dossier}}/{path}",
        page=page,
        tag=_WOO,
        summary=summary,
        act=act,
        answer=shapes.Dossier,
        wrong=HTTPStatus.BAD_REQUEST,
    )


_OF_DOSSIERS = (
    Operation(
        id="listDossiers",
        method="GET",
        path="/woo-verzoeken",
        page="dossiers",
        tag=_WOO,
        summary=Text("Woo-verzoeken, wat wacht het eerst", "Woo requests, what waits first"),
        act=write_decisions.dossiers,
        query=Paging,
        answer=shapes.DossierLine,
        is_list=True,
    ),
    Operation(
        id="getDossier",
        method="GET",
        path="/woo-verzoeken/{dossier}",
        page="dossier",
        tag=_WOO,
        summary=Text("Eén Woo-verzoek, met zijn stukken", "One Woo request, with its documents"),
        act=write_decisions.dossier,
        answer=shapes.Dossier,
    ),
    Operation(
        id="addDossier",
        method="POST",
        path="/woo-verzoeken",
        page="dossier-new",
        tag=_WOO,
        summary=Text("Leg een Woo-verzoek vast", "Record a Woo request"),
        act=write_decisions.new_dossier,
        body=write_decisions.NewDossier,
        answer=shapes.Dossier,
        status=HTTPStatus.CREATED,
        wrong=HTTPStatus.BAD_REQUEST,
    ),
    Operation(
        id="addDocuments",
        method="POST",
        path="/woo-verzoeken/{dossier}/stukken",
        page="dossier-add",
        tag=_WOO,
        summary=Text("Voeg stukken toe", "Add documents"),
        act=write_decisions.new_documents,
        body=write_decisions.NewDocuments,
        answer=shapes.Dossier,
        wrong=HTTPStatus.BAD_REQUEST,
    ),
    Operation(
        id="judgeDocument",
        method="POST",
        path="/woo-verzoeken/{dossier}/stukken/{post}/oordelen",
        page="dossier-judge",
        tag=_WOO,
        summary=Text("Beoordeel een stuk", "Judge a document"),
        act=write_decisions.new_judgement,
        body=write_decisions.NewJudgement,
        answer=shapes.Dossier,
        wrong=HTTPStatus.BAD_REQUEST,
    ),
    _on_dossier(
        "reviewDossier",
        "lezingen",
        "dossier-read",
        Text("Leg vast dat alles is gelezen", "Record that all of it was read"),
        write_decisions.read,
    ),
    _on_dossier(
        "freezeDossier",
        "vaststellingen",
        "dossier-freeze",
        Text("Stel vast wat is gelezen", "Freeze what was read"),
        write_decisions.settle,
    ),
)

ACTS: tuple[Operation, ...] = (*_OF_REGISTER, *_OF_RIGHTS, *_OF_HOLDS, *_OF_DOSSIERS)
