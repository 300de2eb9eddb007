"""Step 2: get content in: ports for connectors, two passes over what they give, the way out."""
