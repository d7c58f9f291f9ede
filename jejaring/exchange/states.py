"""States of what goes out and comes in."""

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.transitions import Transitions


class EntryState(Labelled):
    """Where the entry of a victim in the national register (SIMFONI PPA) stands."""

    NOT_ENTERED = "not_entered", _("Not entered yet")
    ENTERED = "entered", _("Entered")
    NEEDS_CORRECTION = "needs_correction", _("Needs correction")


class Gap(Labelled):
    """What the national register asks for and nobody has recorded yet."""

    INCIDENT = "incident", _("what happened")
    INCIDENT_DATE = "incident_date", _("date of the incident")
    VILLAGE = "village", _("district and village of the incident")
    PLACE = "place", _("kind of place")
    FORMS = "forms", _("forms of violence")
    SEX = "sex", _("sex")
    AGE = "age", _("age")
    EDUCATION = "education", _("education")
    OCCUPATION = "occupation", _("occupation")
    MARITAL_STATUS = "marital_status", _("marital status")
    DISABILITY = "disability", _("disability")
    RESPONDENT = "respondent", _("respondent, known or unknown")
    RELATION = "relation", _("relation of the respondent to the victim")
    SERVICE = "service", _("a service that was given, with its day")
    ORGANISATION = "organisation", _("organisation that gave the service")
    LEGAL = "legal", _("legal process, or that nothing was reported")


class BatchState(Labelled):
    """Where the import of a list stands."""

    UPLOADED = "uploaded", _("Sheet to be chosen")
    SHEET_CHOSEN = "sheet_chosen", _("Columns to be named")
    COLUMNS_NAMED = "columns_named", _("Values to be named")
    VALUES_NAMED = "values_named", _("Being checked")
    CHECKED = "checked", _("Ready for the preview")
    COMMITTED = "committed", _("Taken in")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Thrown away")


B = BatchState
BATCH = Transitions(
    "import",
    B,
    B.UPLOADED,
    {
        (B.UPLOADED, "choose_sheet"): B.SHEET_CHOSEN,
        (B.SHEET_CHOSEN, "choose_sheet"): B.SHEET_CHOSEN,
        (B.SHEET_CHOSEN, "name_columns"): B.COLUMNS_NAMED,
        (B.COLUMNS_NAMED, "choose_sheet"): B.SHEET_CHOSEN,
        (B.COLUMNS_NAMED, "name_columns"): B.COLUMNS_NAMED,
        (B.COLUMNS_NAMED, "name_values"): B.VALUES_NAMED,
        (B.VALUES_NAMED, "choose_sheet"): B.SHEET_CHOSEN,
        (B.VALUES_NAMED, "name_columns"): B.COLUMNS_NAMED,
        (B.VALUES_NAMED, "name_values"): B.VALUES_NAMED,
        (B.VALUES_NAMED, "finish_check"): B.CHECKED,
        (B.CHECKED, "choose_sheet"): B.SHEET_CHOSEN,
        (B.CHECKED, "name_columns"): B.COLUMNS_NAMED,
        (B.CHECKED, "name_values"): B.VALUES_NAMED,
        (B.CHECKED, "commit"): B.COMMITTED,
        (B.COMMITTED, "undo"): B.UNDONE,
        **{(s, "discard"): B.DISCARDED for s in (B.UPLOADED, B.SHEET_CHOSEN, B.COLUMNS_NAMED, B.VALUES_NAMED, B.CHECKED)},
    },
)


class Severity(Labelled):
    """What a problem means for its row."""

    ERROR = "error", _("Must be mended")
    WARNING = "warning", _("Please look")
    LEFT_OUT = "left_out", _("Left out")


class ProblemKind(Labelled):
    """What may be wrong with a row. The advice stands in ADVICE."""

    FORMULA_ERROR = "formula_error", _("The formula in this cell ended in an error.")
    NO_DATE = "no_date", _("No date can be read here.")
    MONTH_FIRST = "month_first", _("Read as day and month, this date does not exist.")
    FUTURE = "future", _("This date lies in the future.")
    TOO_EARLY = "too_early", _("This date lies too far back to be meant.")
    NO_REPORT_DATE = "no_report_date", _("Neither the day of the report nor of registration is known.")
    AFTER_REPORT = "after_report", _("The incident lies after the report.")
    BEFORE_REPORT = "before_report", _("Registered before it was reported.")
    NO_AGE = "no_age", _("No age between 0 and 120 can be read here.")
    AGE_AND_BIRTH = "age_and_birth", _("Age and birth date do not fit each other.")
    BORN_LATER = "born_later", _("Born after the incident or the report.")
    NO_NIK = "no_nik", _("This is not a NIK: it has 16 digits and holds a birth date.")
    NIK_ROUNDED = "nik_rounded", _("The spreadsheet kept this NIK as a number and may have lost its last digit.")
    NIK_AND_BIRTH = "nik_and_birth", _("The digits of this NIK say another birth date or sex.")
    SAME_NIK = "same_nik", _("An earlier row has the same NIK for somebody else.")
    NO_PHONE = "no_phone", _("This is no telephone number.")
    NO_VICTIM = "no_victim", _("Nothing is known of the victim.")
    NO_KIND = "no_kind", _("The kind of case is not known.")
    NO_MEANING = "no_meaning", _("Nobody has said what this value means.")
    CLOSED = "closed", _("A closed case: only open ones are taken in.")
    TWICE_IN_LIST = "twice_in_list", _("The same victim and day stand in an earlier row of this list.")
    TAKEN_IN_BEFORE = "taken_in_before", _("This row was taken in before, with an earlier list.")
    OTHER_CASE = "other_case", _("Rows of one case number say different things of the case; the first row counts.")


ADVICE = {
    ProblemKind.FORMULA_ERROR: _("Replace the formula by its value in the spreadsheet."),
    ProblemKind.NO_DATE: _("Write it like 3/3/2026 or 3 Maret 2026."),
    ProblemKind.MONTH_FIRST: _("The day comes first: write 25/3/2026, not 3/25/2026."),
    ProblemKind.FUTURE: _("Correct the date in the list."),
    ProblemKind.TOO_EARLY: _("Correct the date in the list."),
    ProblemKind.NO_REPORT_DATE: _("Add one of the two days."),
    ProblemKind.AFTER_REPORT: _("Correct one of the two days; perhaps day and month were exchanged."),
    ProblemKind.BEFORE_REPORT: _("The day of the report is taken for both."),
    ProblemKind.NO_AGE: _("Write the age in whole years, or leave the cell empty."),
    ProblemKind.AGE_AND_BIRTH: _("Both are kept as they are; look at the card."),
    ProblemKind.BORN_LATER: _("Correct one of the days, or leave the birth date empty."),
    ProblemKind.NO_NIK: _("It is kept in the note; look at the card."),
    ProblemKind.NIK_ROUNDED: _("Format the column as text and type the NIK again; else it is kept in the note alone."),
    ProblemKind.NIK_AND_BIRTH: _("Both are kept as they are; look at the card."),
    ProblemKind.SAME_NIK: _("Both are kept as they are; look at both cards. Siblings often stand with one number."),
    ProblemKind.NO_PHONE: _("It is kept in the note."),
    ProblemKind.NO_VICTIM: _("Add at least sex or age."),
    ProblemKind.NO_KIND: _("Add the kind, or the sex and age of the victim."),
    ProblemKind.NO_MEANING: _("Go back to the values and choose, or say that it stays open."),
    ProblemKind.CLOSED: _("Nothing is to be done."),
    ProblemKind.TWICE_IN_LIST: _("Delete one of the rows, or leave this one out."),
    ProblemKind.TAKEN_IN_BEFORE: _("Nothing is to be done."),
    ProblemKind.OTHER_CASE: _("Look at the case after it was taken in."),
}
SEVERITY = {
    **dict.fromkeys(ProblemKind, Severity.ERROR),
    **dict.fromkeys(
        (
            ProblemKind.BEFORE_REPORT, ProblemKind.AGE_AND_BIRTH, ProblemKind.NO_NIK, ProblemKind.NIK_ROUNDED, ProblemKind.NIK_AND_BIRTH,
            ProblemKind.SAME_NIK, ProblemKind.NO_PHONE, ProblemKind.OTHER_CASE,
        ),
        Severity.WARNING,
    ),
    **dict.fromkeys((ProblemKind.CLOSED, ProblemKind.TWICE_IN_LIST, ProblemKind.TAKEN_IN_BEFORE), Severity.LEFT_OUT),
}  # fmt: skip
