"""Addresses of ours: where somebody goes on after signing in or choosing a language."""

from django.utils.http import url_has_allowed_host_and_scheme


def own_address(address: str) -> str:
    """Give an address of ours to go on to; what leads elsewhere leads home."""
    fine = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    return address if fine else "/"
