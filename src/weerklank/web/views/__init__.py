"""One file per screen; a view asks a service and hands what it says to a template."""
