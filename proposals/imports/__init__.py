"""What offices bring in from elsewhere: read with suspicion, judged cell by cell, stored by nobody here."""
