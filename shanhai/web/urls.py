"""Every page and its address, in the order of the menu."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
