"""What each host of widgets needs."""
