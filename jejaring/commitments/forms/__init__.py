"""What is typed about a promise, and about the rules behind them."""

from jejaring.commitments.forms.changing import DecideForm, ExtendForm, WaitForm, WaiverForm
from jejaring.commitments.forms.ruling import RuleForm, TakeBackForm

__all__ = ["DecideForm", "ExtendForm", "RuleForm", "TakeBackForm", "WaitForm", "WaiverForm"]
