"""Transfer to an archive: decide on sealed originals, make a SIP, read the receipt."""
