"""How operations are written in the tables of their subjects: one form for all of them."""

from dataclasses import dataclass
from http import HTTPStatus

import msgspec

from weerklank.model.text import Text
from weerklank.web.api.operation import Act, Operation, Paging, Query


@dataclass(frozen=True, slots=True)
class Rows:
    """Writes the operations of one subject."""

    tag: Text

    def read(
        self,
        name: str,
        path: str,
        page: str,
        summary: Text,
        act: Act,
        answer: object,
        query: type[Query] = Query,
    ) -> Operation:
        """Write one that gives one thing; of a page that may be asked, a page of a list."""
        return Operation(
            id=name,
            method="GET",
            path=path,
            page=page,
            tag=self.tag,
            summary=summary,
            act=act,
            answer=answer,
            query=query,
            is_list=issubclass(query, Paging),
        )

    def file(
        self,
        name: str,
        path: str,
        page: str,
        summary: Text,
        act: Act,
        kind: str,
        *,
        has_parts: bool = False,
    ) -> Operation:
        """Write one that gives bytes."""
        return Operation(
            id=name,
            method="GET",
            path=path,
            page=page,
            tag=self.tag,
            summary=summary,
            act=act,
            answer_type=kind,
            has_parts=has_parts,
        )

    def do(
        self,
        name: str,
        path: str,
        page: str,
        summary: Text,
        act: Act,
        answer: object,
        body: type[msgspec.Struct] | None = None,
        status: int = HTTPStatus.OK,
        query: type[Query] = Query,
    ) -> Operation:
        """Write one that does what a form of a screen does."""
        return Operation(
            id=name,
            method="POST",
            path=path,
            page=page,
            tag=self.tag,
            summary=summary,
            act=act,
            answer=answer,
            body=body,
            status=status,
            query=query,
            wrong=HTTPStatus.BAD_REQUEST,
        )

    def send(
        self,
        name: str,
        path: str,
        page: str,
        summary: Text,
        act: Act,
        answer: object,
        kind: str,
        query: type[Query] = Query,
        status: int = HTTPStatus.CREATED,
    ) -> Operation:
        """Write one with which a file comes along, as it is."""
        return Operation(
            id=name,
            method="POST",
            path=path,
            page=page,
            tag=self.tag,
            summary=summary,
            act=act,
            answer=answer,
            query=query,
            takes_file=True,
            body_type=kind,
            status=status,
            wrong=HTTPStatus.BAD_REQUEST,
        )
