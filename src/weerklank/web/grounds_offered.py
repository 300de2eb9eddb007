"""Grounds as the workbench offers them: those that fit most first, each with its key."""

from weerklank.model.woo_grounds import WOO_GROUNDS

#: The grounds that fit most of what citizens say of themselves, chosen by the keys 1 to 5.
_USUAL = ("5.1.2e", "5.1.1d", "5.1.1e", "5.1.2i", "5.2")
#: Code, words and key.
USUAL = [(code, WOO_GROUNDS[code].text, key) for key, code in enumerate(_USUAL, 1)]
#: Code and words of all others.
RARE = [(code, ground.text) for code, ground in WOO_GROUNDS.items() if code not in _USUAL]
