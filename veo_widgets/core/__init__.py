"""Pure rules: no clock, disk, net or thread."""
