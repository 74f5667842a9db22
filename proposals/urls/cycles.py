"""An agency's part in the cycle."""

from django.urls import path

from proposals.views import cycles

urlpatterns = [path("usulan/tidak-mengajukan/", cycles.nil_declaration, name="nil-declaration")]
