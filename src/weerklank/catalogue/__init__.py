"""Step 5: the catalogue: disposable, made from the packages, holds places and no text."""
