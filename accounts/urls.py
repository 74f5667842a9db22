"""Addresses of signing in and of passwords."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("masuk/", views.sign_in, name="login"),
    path("keluar/", views.sign_out, name="logout"),
    path("sandi/lupa/", views.password_forgotten, name="password-forgot"),
    path("sandi/atur/<str:uidb64>/<str:token>/", views.password_set, name="password-set"),
    path("sandi/ganti/", views.password_change, name="password-change"),
]
