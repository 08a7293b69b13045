"""What is typed when a case is opened, and what is typed about a case as a whole."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.choices import CaseAccess
from cases.entering import Desk
from cases.forms.seen import SeenForm, send_on
from cases.lookalikes import LookAlike, look_alikes
from cases.models import Case, OfficialNumber
from cases.opening import is_retired
from cases.people import audiences_between, was_told_to
from people.forms import NewPersonForm, PersonForm, published_hint
from people.models import Person
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import ROLES, Permission
from tracker.refs import new_ref

DIFFERENT = "different"
_PAGE = "cases:new"
_PAGE_LASTS = timedelta(days=1)
LONGEST_BACKGROUND = 20_000


class CountryField(forms.CharField):
    """The two letters of a country."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"label": _("Country"), "initial": "AZ", "max_length": 2, "help_text": _("two letters: AZ"), **options}
        )

    def clean(self, value: Any) -> str:
        code: str = super().clean(value).upper()
        if not re.fullmatch("[A-Z]{2}", code):
            raise ValidationError(_("A country is two letters, such as AZ."))
        return code


class NewCaseForm(NewPersonForm):
    """A case and its person. Where people look alike it is invalid until somebody said whether one of them is meant."""

    country = CountryField()
    title = forms.CharField(label=_("Title"), max_length=200, required=False, help_text=published_hint(Case, "title"))
    background = forms.CharField(
        label=_("Background"),
        required=False,
        max_length=LONGEST_BACKGROUND,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=published_hint(Case, "background"),
    )
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    # Whom the page already asked about: somebody entered since is asked about too.
    asked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    same_as = forms.CharField(label=_("Is it one of these people?"), required=False, max_length=20)

    class Meta(PersonForm.Meta):
        exclude = ["died"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.alike: list[LookAlike] = []
        self.initial["page"] = signing.dumps([user.pk, new_ref()], salt=_PAGE)

    def clean_page(self) -> str:
        """The ref that the page's case will have; each page has its own, and each user their own pages."""
        try:
            user, ref = signing.loads(self.cleaned_data["page"], salt=_PAGE, max_age=_PAGE_LASTS)
        except (signing.BadSignature, ValueError):
            user, ref = None, ""
        if user != self.user.pk or is_retired(str(ref)):
            send_on(self, page=self.initial["page"])
            raise ValidationError(_("This page was not made for you now. Look it over and send it again."))
        return str(ref)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if Case.objects.filter(ref=self.cleaned_data.get("page")).exists():
            return cleaned  # sent before: the look-alike would be the person whom this page made
        names = [self.cleaned_data.get("name", ""), *(self.cleaned_data.get("spellings") or [])]
        self.alike = look_alikes(filter(None, names), self.cleaned_data.get("born"), self.user)
        refs = {one.ref for one in self.alike}
        chosen = self.cleaned_data.get("same_as", "")
        asked = set(self.cleaned_data.get("asked", "").split())
        if refs and not (chosen in refs or (chosen == DIFFERENT and refs <= asked)):
            self.add_error("same_as", _("People with a name like this are known. Say whether it is one of them."))
        send_on(self, asked=" ".join(sorted(refs)))
        return cleaned

    @cached_property
    def person(self) -> Person:
        """The look-alike that was chosen, else a new one, unsaved."""
        chosen = next((one.ref for one in self.alike if one.ref == self.cleaned_data["same_as"]), None)
        return Person.objects.get(ref=chosen) if chosen else self.instance

    def new_case(self) -> Case:
        """The case as typed, unsaved, under the page's ref."""
        said = self.cleaned_data
        return Case(ref=said["page"], country=said["country"], title=said["title"], background=said["background"])


class EditPersonForm(SeenForm, PersonForm):
    """A person who is there already."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_name_exposure(self) -> int:
        exposure: int = self.cleaned_data["name_exposure"]
        before = self.initial["name_exposure"]
        if before == Audience.RESTRICTED != exposure and not self.user.may(Permission.RESTRICTED_READ):
            raise ValidationError(_("The name is withheld from the team: a reviewer decides who sees it."))
        told = was_told_to(self.instance, audiences_between(before, exposure))
        if told and not self.user.may(Permission.PERSON_MERGE):
            raise ValidationError(_("The name was published: a reviewer withholds it, which withdraws the case."))
        return exposure


class NumbersField(forms.CharField):
    """Official numbers, one on a line, each with who gave it behind a bar."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[tuple[str, str]]:
        rows = []
        for line in super().clean(value).splitlines():
            number, _bar, by = (part.strip() for part in line.partition("|"))
            if by and not number:
                raise ValidationError(_("Before the bar stands a number."))
            if len(number) > 80 or len(by) > 200:
                raise ValidationError(_("A number has 80 signs at most, who gave it 200."))
            if number:
                rows.append((number, by))
        return list(dict.fromkeys(rows))


class CaseForm(SeenForm, forms.ModelForm):
    """What is said of the case as a whole. Who reads it is set by those alone who may read all of it."""

    class Meta:
        model = Case
        fields = ["title", "background", "country", "lead", "access"]
        labels = {
            "title": _("Title"),
            "background": _("Background"),
            "lead": _("Lead"),
            "access": _("Who reads the case"),
        }
        help_texts = {name: published_hint(Case, name) for name in ("title", "background")}
        widgets = {"background": forms.Textarea(attrs={"rows": 6})}

    country = CountryField()
    members = forms.ModelMultipleChoiceField(
        label=_("Named members"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("they read its restricted records too"),
    )
    numbers = NumbersField(
        label=_("Official numbers"), required=False, help_text=_("one on a line: 12-34/2023 | Court of District B")
    )

    def __init__(self, *args: Any, user: User, names_members: bool, **kwargs: Any) -> None:
        self.user = user
        case: Case = kwargs["instance"]
        shown = case.numbers.filter(visibility__lte=Audience.TEAM).order_by("pk")
        lines = [f"{row.number} | {row.issued_by}" if row.issued_by else row.number for row in shown]
        members = list(case.members.order_by("username"))
        super().__init__(*args, initial={"numbers": "\n".join(lines), "members": members}, **kwargs)
        self.fields["lead"].queryset = _users_who_may(Permission.CASE_EDIT, case.lead_id)  # type: ignore[attr-defined]
        if names_members:
            may_read = _users_who_may(Permission.CASE_READ, *(user.pk for user in members))
            self.fields["members"].queryset = may_read  # type: ignore[attr-defined]
        else:
            del self.fields["members"], self.fields["access"]
        desk = Desk.of(case, Audience.RESTRICTED if names_members else Audience.TEAM, user)
        # What the case page leaves out for the sake of a name, its form leaves out too.
        for name, text in (("title", case.title), ("background", case.background), ("numbers", "\n".join(lines))):
            if desk.withholds(text):
                del self.fields[name]
        self.initial["seen"] = self.fingerprint()

    def clean_background(self) -> str:
        text: str = self.cleaned_data["background"]
        if len(text) > LONGEST_BACKGROUND:
            raise ValidationError(_("The background has 20,000 signs at most."))
        return text

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        closed = self.cleaned_data.get("access") == CaseAccess.MEMBERS
        members, lead = self.cleaned_data.get("members", []), self.cleaned_data.get("lead")
        if closed and self.user not in members:
            self.add_error("members", _("Stay among the members: else you would no longer see this case."))
        if closed and lead and lead not in members:
            text = _("%(lead)s leads this case and would no longer see it: name them too, or choose another lead.")
            self.add_error("members", text % {"lead": lead})
        return cleaned

    def write_numbers(self, case: Case) -> None:
        """Adds and takes away what differs; a number that stays keeps who sees it."""
        if "numbers" not in self.fields:
            return
        wanted = list(self.cleaned_data["numbers"])
        for row in case.numbers.filter(visibility__lte=Audience.TEAM).order_by("pk"):
            if (row.number, row.issued_by) in wanted:
                wanted.remove((row.number, row.issued_by))
            else:
                row.delete()
        for number, by in wanted:
            OfficialNumber.objects.create(case=case, number=number, issued_by=by)


def _users_who_may(permission: Permission, *also: int | None) -> Any:
    """Open accounts whose role has the permission, and those of these ids."""
    roles = [role for role, held in ROLES.items() if permission in held]
    users = User.objects.filter(is_active=True, role__in=roles) | User.objects.filter(pk__in=[pk for pk in also if pk])
    return users.order_by("username")
