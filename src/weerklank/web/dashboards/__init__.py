"""The blocks of the dashboards: each a conclusion, a picture, and a table with the same."""
