"""Fields of our forms: the same call for each (label, hint, required, initial), drawn as chips, counters and plain inputs."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.widgets import ChoiceWidget
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.kernel import clock
from jejaring.kernel.deadlines import Window as Hours
from jejaring.kernel.labels import Labelled
from jejaring.ui.dates import Partial, read_day, read_partial, read_time

Text_ = Any  # a str or its lazy translation
Choices = type[Labelled] | Iterable[tuple[str, Text_]] | Callable[[], Iterable[tuple[str, Text_]]]
Folds = Sequence[tuple[Text_, Collection[str]]]  # words and the values behind them


def pairs(source: Choices) -> list[tuple[str, str]]:
    """Value and translated words of each choice; asked at each rendering, so that the language of the request counts."""
    if isinstance(source, type):
        return [(m.value, gettext(m.label)) for m in cast(type[Labelled], source)]
    rows = source() if callable(source) else source
    return [(str(value), gettext(words) if words and isinstance(words, str) else str(words)) for value, words in rows]


# Django's own sentences read badly in Indonesian, and none of them says what to do. A validator's code picks ours instead.
REFUSALS: Mapping[str, Text_] = {
    "max_length": _("At most %(limit_value)d characters fit here; these are %(show_value)d."),
    "min_length": _("At least %(limit_value)d characters; these are %(show_value)d."),
    "max_value": _("At most %(limit_value)s."),
    "min_value": _("At least %(limit_value)s."),
    "invalid_choice": _("This is not among the choices. Choose one of those shown."),
    "invalid_list": _("This is not among the choices. Choose one of those shown."),
    "null_characters_not_allowed": _("A character in this text cannot be stored. Please type it again."),
}


class Hinted(forms.Field):
    """Common call of our fields: `hint` is shown under the label, and whatever is refused says in our own words what to do."""

    required_words: Text_ = _("Please fill this in.")
    invalid_words: Text_ = _("This cannot be read as it is written. Please check it.")
    width = ""
    refusals = REFUSALS

    def __init__(self, *args: Any, label: Text_ = "", hint: Text_ = "", **rest: Any) -> None:
        errors = {**self.refusals, "required": self.required_words, "invalid": self.invalid_words, **rest.pop("error_messages", {})}
        super().__init__(*args, label=label, help_text=hint, error_messages=errors, **rest)


class TextBox(forms.TextInput):
    """A line of text. Shared computers must not remember it, unless a field (user name) asks for it."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__({"autocomplete": "off", **attrs})


class Text(Hinted, forms.CharField):
    """A line of text. kind: text, tel, email, search, password; width: "", "short", "medium"."""

    def __init__(self, *, kind: str = "text", width: str = "", autocomplete: str = "off", inputmode: str = "", **rest: Any) -> None:
        attrs = {"autocomplete": autocomplete} | ({"inputmode": inputmode} if inputmode else {})
        widget = forms.PasswordInput(attrs) if kind == "password" else TextBox(**attrs)
        widget.input_type = kind
        super().__init__(widget=widget, **rest)
        self.width = width


class LongText(Hinted, forms.CharField):
    """Several lines with a counter of what is left."""

    def __init__(self, *, max_length: int = 4000, rows: int = 5, **rest: Any) -> None:
        super().__init__(max_length=max_length, widget=forms.Textarea({"rows": rows, "autocomplete": "off"}), **rest)
        self.counter = max_length

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without maxlength: a browser would cut a pasted text in silence. The counter warns, the server says by how much."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> Any:
        """Browsers send line ends as two characters; they count as one, as on the screen."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class Number(Hinted, forms.IntegerField):
    """A whole number, typed with or without thousands signs."""

    widget = TextBox
    width = "short"
    invalid_words = _("Write a whole number in digits, for example 12.")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric"}

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.replace(".", "").replace(",", "") if isinstance(value, str) else value)


class Tick(Hinted, forms.BooleanField):
    """One checkbox with its words beside it."""

    tick = True
    required_words = _("Please confirm this.")


class Upload(Hinted, forms.FileField):
    """A file, at most as large as the setting says. What it is and whether it may be kept is decided by its content, in the action."""

    required_words = _("Choose a file.")
    invalid_words = _("The file did not arrive. Please choose it again.")
    refusals: Mapping[str, Text_] = {}  # the length of its name is none of a person's business

    def __init__(self, **rest: Any) -> None:
        super().__init__(allow_empty_file=True, **rest)

    def to_python(self, data: Any) -> Any:
        """The upload itself, or a sentence that says how large it was."""
        most = settings.FILE_LIMIT // 1_000_000
        if data and data.size > settings.FILE_LIMIT:
            words = _("This file has %(size)s MB; at most %(most)s MB can be attached. Scan it at 300 dpi, or attach it in parts.")
            raise ValidationError(words, params={"size": -(-data.size // 1_000_000), "most": most})
        return super().to_python(data)


class _Chips(ChoiceWidget):
    template_name = "chips"
    use_fieldset = True
    danger: Collection[str] | bool = False
    folds: Folds = ()
    closed: Collection[str] = ()  # shown, but not to be chosen; the field's hint says why

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Beside what Django gives: the options that stand open, and the folds with theirs."""
        context = super().get_context(name, value, attrs)
        options = [option for _group, found, _index in context["widget"]["optgroups"] for option in found]
        folded = {code: words for words, codes in self.folds for code in codes}
        context["widget"]["shown"] = [o for o in options if str(o["value"]) not in folded]
        groups = [(words, [o for o in options if str(o["value"]) in codes]) for words, codes in self.folds]
        context["widget"]["folds"] = [(words, found, any(o["selected"] for o in found)) for words, found in groups if found]
        return context

    def create_option(self, name: str, value: Any, *args: Any, **rest: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **rest)
        option["marked"] = not isinstance(self.danger, bool) and str(value) in self.danger  # with a triangle among others without one
        option["danger"] = option["marked"] or self.danger is True
        if str(value) in self.closed:
            option["attrs"]["disabled"] = True
        return option

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, index) if index else ""


class ChipRadios(_Chips, forms.RadioSelect):
    """Radio buttons as chips."""


class ChipBoxes(_Chips, forms.CheckboxSelectMultiple):
    """Checkboxes as chips."""


class ChipRadio(Hinted, forms.ChoiceField):
    """One of few, as chips. danger: all or the named codes are drawn as dangers. empty: words of "none of these"."""

    widget = ChipRadios
    required_words = _("Please choose one.")

    def __init__(self, *, choices: Choices, danger: Collection[str] | bool = False, empty: Text_ = "", **rest: Any) -> None:
        super().__init__(choices=lambda: ([("", empty)] if empty else []) + pairs(choices), **rest)
        cast(_Chips, self.widget).danger = danger


class ChipChecks(Hinted, forms.MultipleChoiceField):
    """Any of few, as chips. folds: of many, those that may wait behind a heading each; what no fold names stands open."""

    widget = ChipBoxes
    required_words = _("Please choose at least one.")

    def __init__(self, *, choices: Choices, danger: Collection[str] | bool = False, folds: Folds = (), **rest: Any) -> None:
        super().__init__(choices=lambda: pairs(choices), **rest)
        cast(_Chips, self.widget).danger = danger
        cast(_Chips, self.widget).folds = folds


class _Lines(forms.Select):
    def use_required_attribute(self, initial: Any) -> bool:
        """No form of ours asks browsers for it; Django would go through all lines to find out."""
        return False


class Select(Hinted, forms.ChoiceField):
    """One of many, as a list. Begins with an empty line, so that nothing is chosen by chance."""

    widget = _Lines
    required_words = _("Please choose one.")

    def __init__(self, *, choices: Choices, empty: Text_ = _("Choose…"), **rest: Any) -> None:
        super().__init__(choices=lambda: [("", empty), *pairs(choices)], **rest)


class DayBox(TextBox):
    """Shows a day as 3/3/2026, a partial one as 3/2026; also one that an address carries as 2026-03-03."""

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
            value = read_day(value, today=clock.today()) or value
        return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else super().format_value(value)


class TimeBox(TextBox):
    """Shows a time as 09.05."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(inputmode="decimal", **attrs)

    def format_value(self, value: Any) -> str | None:
        return f"{value.hour:02}.{value.minute:02}" if isinstance(value, time) else super().format_value(value)


class Date(Hinted, forms.Field):
    """A day of the calendar, read as people write it."""

    widget = DayBox
    width = "medium"

    def __init__(self, *, hint: Text_ = _("For example 3/3/2026 or 3 March 2026"), **rest: Any) -> None:
        super().__init__(hint=hint, **rest)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, (date, Partial)):
            return value or None
        if (found := self.read(value)) is None:
            raise ValidationError(_("“%(value)s” is not a date that we can read. Write it like 3/3/2026."), params={"value": value})
        return found

    def read(self, value: str) -> Any:
        """The day that the text names, or None."""
        return read_day(value, today=clock.today())


class PartialDate(Date):
    """A date as far as it is known: a day, a month or a year. Gives a Partial."""

    def __init__(self, *, hint: Text_ = _("As far as known: 3/3/2026, March 2026 or 2026"), **rest: Any) -> None:
        super().__init__(hint=hint, **rest)

    def read(self, value: str) -> Partial | None:
        return read_partial(value, today=clock.today())


class Time(Hinted, forms.Field):
    """A time of day, read as people write it: 9, 9.05, 09:05."""

    widget = TimeBox
    width = "short"

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        if (found := read_time(value)) is None:
            raise ValidationError(_("“%(value)s” is not a time of day. Write it like 13.30."), params={"value": value})
        return found


class _Pair(forms.MultiWidget):
    template_name = "pair"
    use_fieldset = True

    def __init__(self, first: forms.Widget, second: forms.Widget, names: tuple[Text_, Text_]) -> None:
        first.attrs["aria-label"], second.attrs["aria-label"] = names
        super().__init__([first, second])

    def id_for_label(self, id_: str) -> str:
        return ""

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, datetime):
            local = value.astimezone(clock.WIB)
            return [local.date(), local.time()]
        return [value.start, value.end] if isinstance(value, Hours) else list(value or (None, None))


class Moment(Hinted, forms.MultiValueField):
    """A moment in Asia/Jakarta, as a day and a time side by side. Gives an aware datetime."""

    def __init__(self, *, required: bool = True, **rest: Any) -> None:
        widget = _Pair(DayBox(size=12), TimeBox(size=6), (_("date"), _("time")))
        super().__init__((Date(required=required), Time(required=required)), widget=widget, required=required, **rest)

    def compress(self, data_list: list[Any]) -> datetime | None:
        if not data_list or data_list == [None, None]:
            return None
        if None in data_list:
            raise ValidationError(_("Give both the day and the time."))
        return datetime.combine(data_list[0], data_list[1], clock.WIB)


class Window(Hinted, forms.MultiValueField):
    """Hours of a day in which something may happen. Gives a kernel Window; one that ends before it starts runs over midnight."""

    def __init__(self, *, hint: Text_ = _("From and until, for example 13.00 and 15.00"), required: bool = True, **rest: Any) -> None:
        widget = _Pair(TimeBox(size=6), TimeBox(size=6), (_("from"), _("until")))
        super().__init__((Time(required=required), Time(required=required)), widget=widget, required=required, hint=hint, **rest)

    def compress(self, data_list: list[Any]) -> Hours | None:
        if not data_list or data_list == [None, None]:
            return None
        if None in data_list:
            raise ValidationError(_("Give both the beginning and the end."))
        if data_list[0] == data_list[1]:
            raise ValidationError(_("The end is the same as the beginning."))
        return Hours(*data_list)
