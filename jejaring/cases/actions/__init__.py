"""Acts on cases: check, write, promises, log; all in the transaction of whoever calls."""

from jejaring.cases.actions.opening import NewIncident, NewParty, open_case

__all__ = ["NewIncident", "NewParty", "open_case"]
