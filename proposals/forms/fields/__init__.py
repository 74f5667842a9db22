"""The form fields of this project: typed as people type, refused in our own sentences (ux 2.0.4)."""

from proposals.forms.fields.choices import ObjectField, OptionField, OptionsField
from proposals.forms.fields.dates import ClockTimeField, IndonesianDateField, MomentField, UntilMomentField
from proposals.forms.fields.numbers import CoordinateField, MoneyField, QuantityField, WholeNumberField
from proposals.forms.fields.text import CleanCharField, LongTextField, NipField, PhoneField

__all__ = [
    "CleanCharField",
    "ClockTimeField",
    "CoordinateField",
    "IndonesianDateField",
    "LongTextField",
    "MomentField",
    "MoneyField",
    "NipField",
    "ObjectField",
    "OptionField",
    "OptionsField",
    "PhoneField",
    "QuantityField",
    "UntilMomentField",
    "WholeNumberField",
]
