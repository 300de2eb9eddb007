"""Find in running text what may tell who somebody is."""
