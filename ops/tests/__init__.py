"""Tests of the launcher and of the frame of the tests."""
