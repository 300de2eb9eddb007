"""A vault request as JSON: the same words on the command line everywhere; nothing of content."""

from weerklank.model.clock import iso
from weerklank.model.json_value import JsonObject
from weerklank.model.vault import VaultAct, VaultRequest
from weerklank.services.vault.true_time import shown_time
from weerklank.services.workplace import Workplace


def vault_json(workplace: Workplace, found: VaultRequest) -> JsonObject:
    """Write a request, with where it stands now."""
    approved, shown = found.holds_until, found.shown_until
    refused = found.step(VaultAct.REFUSED)
    return {
        "account": found.account,
        "case": found.case,
        "ground": str(found.ground),
        "history": [
            {
                "act": str(one.act),
                "at": iso(one.at),
                "by": one.by,
                "end": str(one.end) if one.end else None,
                "signed_in": one.is_signed_in,
                "system_user": one.system_user,
            }
            for one in found.steps
        ],
        "id": found.item,
        "open_before": iso(approved) if approved else None,
        "reason": refused.reason if refused else None,
        "request": found.id,
        "shown_until": iso(shown) if shown else None,
        "state": str(found.state_at(shown_time(workplace))),
        "stated_only": found.is_stated_only,
        "version": found.version,
        "waits_until": iso(found.waits_until),
    }
