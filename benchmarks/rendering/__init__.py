"""How long rendering takes, beside the plain way and Typst."""
