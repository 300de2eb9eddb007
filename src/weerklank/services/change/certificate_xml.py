"""A certificate of destruction as XML, by the schema in `docs/format/`."""

import xml.etree.ElementTree as ET
from datetime import datetime

from weerklank.documents.letters import plain
from weerklank.model.certificate import Certificate
from weerklank.model.clock import iso

NAMESPACE = "urn:weerklank:destruction-certificate:0"
LAW = "Archiefbesluit 1995, artikel 8"


def certificate_xml(made: Certificate) -> str:
    """Write a certificate as XML; the same certificate gives the same text."""
    root = ET.Element("certificate", {"xmlns": NAMESPACE, "list": made.list})
    _text(root, "organisation", made.organisation)
    if made.tooi is not None:
        _text(root, "organisationId", made.tooi)
    _text(root, "archive", made.origin)
    _text(root, "law", LAW)
    _text(root, "made", _moment(made.made))
    ET.SubElement(root, "ground", {"code": str(made.ground)}).text = plain(made.reason)
    _acts(root, made)
    _destroyed(root, made)
    _search(root, made)
    backups = ET.SubElement(root, "backups")
    if made.backups_until is not None:
        backups.set("until", made.backups_until.isoformat())
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _acts(root: ET.Element, made: Certificate) -> None:
    acts = ET.SubElement(root, "acts", {"statedOnly": _yes(made.is_stated_only)})
    for act in made.acts:
        told = {
            "act": act.act,
            "at": _moment(act.at),
            "signedIn": _yes(act.is_signed_in),
            "systemUser": plain(act.system_user),
        }
        if act.roles:
            told["roles"] = " ".join(act.roles)
        one = ET.SubElement(acts, "act", told)
        _text(one, "name", act.name)
        if act.reason:
            _text(one, "reason", act.reason)


def _destroyed(root: ET.Element, made: Certificate) -> None:
    destroyed = ET.SubElement(
        root,
        "destroyed",
        {
            "begun": _moment(made.begun),
            "done": _moment(made.executed),
            "excepted": str(made.excepted),
            "items": str(len(made.items)),
            "media": str(made.media),
            "originals": str(made.originals),
            "packages": str(made.packages),
            "packagesByStructure": str(made.packages_by_structure),
            "records": str(made.records),
        },
    )
    for one in made.categories:
        told = {
            "account": one.account,
            "items": str(one.items),
            "records": str(one.records),
            "sort": str(one.sort),
        }
        if one.first and one.last:
            told |= {"first": one.first.isoformat(), "last": one.last.isoformat()}
        if one.row:
            told |= {"row": plain(one.row), "selectionList": plain(one.list)}
        ET.SubElement(destroyed, "category", told).text = plain(one.named)
    for item in made.items:
        ET.SubElement(destroyed, "item", {"id": item})
    for earlier in made.before:
        ET.SubElement(destroyed, "before", {"id": earlier.id, "list": earlier.list})


def _search(root: ET.Element, made: Certificate) -> None:
    searched = made.search
    search = ET.SubElement(
        root,
        "search",
        {
            "bytes": str(searched.bytes),
            "byStructure": str(searched.by_structure),
            "files": str(searched.files),
            "needles": str(searched.needles),
        },
    )
    for place, files in searched.places:
        ET.SubElement(search, "place", {"files": str(files), "name": plain(place)})
    for path in searched.found:
        ET.SubElement(search, "foundAndTakenAway").text = plain(path)
    for path in searched.stays:
        ET.SubElement(search, "foundAndStays").text = plain(path)
    for missed in searched.not_searched:
        ET.SubElement(search, "notSearched", {"why": str(missed.why)}).text = plain(missed.place)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = plain(text)


def _moment(value: datetime) -> str:
    return iso(value)


def _yes(value: bool) -> str:  # noqa: FBT001 - it is what is written
    return "true" if value else "false"
