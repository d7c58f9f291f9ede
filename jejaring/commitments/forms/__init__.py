"""What is typed about a promise, and about the rules behind them."""

from jejaring.commitments.forms.changing import DecideForm, ExtendForm, WaitForm, WaiverForm

__all__ = ["DecideForm", "ExtendForm", "WaitForm", "WaiverForm"]
