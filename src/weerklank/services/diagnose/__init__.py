"""What is wrong with this installation: machine, programs, folders, keys, and how it is set."""
