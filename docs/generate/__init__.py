"""Everything in `docs/` that the code already knows is written by the code: `make contracts`."""
