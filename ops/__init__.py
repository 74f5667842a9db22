"""What runs the system rather than is it: the launcher of the two commands and the frame of the tests."""
