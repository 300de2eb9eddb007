"""The web application: a shell of pages over the services, for the people of the register."""
