"""The help page: the words, the three bases, and how a figure is proved; open to everybody. Shows no data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET


@require_GET
def show_help(request: HttpRequest) -> HttpResponse:
    """Explain the words and signs that every page uses, and what to do first."""
    return render(request, "web/help.html")


urlpatterns = [path("help", show_help, name="help")]
