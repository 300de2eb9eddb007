"""Step 2: get content in: ports for connectors, the order of an import, the report of a run."""
