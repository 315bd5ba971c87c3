"""The schema's history, run by `Store.open`; shipped inside the package."""
