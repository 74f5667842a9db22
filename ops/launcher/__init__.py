"""Behind `./run`: from an empty directory to a serving site, and back to nothing, without touching the machine."""
