"""Pictures, drawn on the server: one pure function each, frozen values in, SVG text out."""
