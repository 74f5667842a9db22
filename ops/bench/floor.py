"""The least that a Django page with a session, a user and one statement can do: a list, a record, a form, a save, sums.

It reads the same tables over its own statements and shares no code with the pages that are measured.
"""

from typing import Any

from django import forms
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

ROWS = """
    SELECT p.number, p.title, p.state, p.requested_amount, a.short_name
      FROM proposals_proposal p JOIN accounts_agency a ON a.id = p.agency_id
"""
SUMS = """
    SELECT a.short_name, p.state, count(*), sum(p.requested_amount)
      FROM proposals_proposal p JOIN accounts_agency a ON a.id = p.agency_id GROUP BY 1, 2 ORDER BY 1, 2
"""
TABLE = """<!doctype html><html><body><h1>{{ user.name }}</h1><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table>{% if form %}<form method="post">{{ form.as_p }}<button>Simpan</button></form>{% endif %}
</body></html>"""
PAGE = Engine().from_string(TABLE)


class FloorForm(forms.Form):
    """Six boxes, as many as a section has."""

    title, program, goal, reason, plan, law = (forms.CharField(widget=forms.Textarea, required=False) for _ in range(6))


def answer(request: HttpRequest, rows: list[Any], form: forms.Form | None = None) -> HttpResponse:
    return HttpResponse(PAGE.render(Context({"user": request.user, "rows": rows, "form": form})))


def fetch(statement: str, parameters: list[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or [])
        return list(cursor.fetchall())


def listing(request: HttpRequest) -> HttpResponse:
    return answer(request, fetch(ROWS + " ORDER BY p.number DESC LIMIT 25"))


def record(request: HttpRequest, number: str) -> HttpResponse:
    return answer(request, fetch(ROWS + " WHERE p.number = %s", [number]))


def editing(request: HttpRequest, number: str) -> HttpResponse:
    rows = fetch(ROWS + " WHERE p.number = %s", [number])
    return answer(request, rows, FloorForm({"title": rows[0][1]}))


def saving(request: HttpRequest, number: str) -> HttpResponse:
    """One update and one insert in a transaction, by the person who is signed in."""
    form = FloorForm(request.POST)
    form.is_valid()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE bench_floor SET text = %s WHERE number = 'kept'", [form.cleaned_data["title"]])
        author = request.user.get_username()
        cursor.execute("INSERT INTO bench_floor (number, text) VALUES (%s, %s)", [author, form.cleaned_data["goal"]])
    return HttpResponse("tersimpan")


def sums(request: HttpRequest) -> HttpResponse:
    return answer(request, fetch(SUMS))


urlpatterns = [
    path("list/", listing),
    path("record/<str:number>/", record),
    path("form/<str:number>/", editing),
    path("save/<str:number>/", saving),
    path("sums/", sums),
]
application = get_wsgi_application()
