"""What is typed about a promise, and about the rules behind them."""

from jejaring.commitments.forms.changing import DecideForm, ExtendForm, WaitForm, WaiverForm
from jejaring.commitments.forms.ruling import RuleForm

__all__ = ["DecideForm", "ExtendForm", "RuleForm", "WaitForm", "WaiverForm"]
